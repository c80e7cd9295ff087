import { createOutbox } from '@w2meet/postgres'
import { describe, expect, test } from 'vitest'
import { createErasures, ERASURE_JOB } from '../../src/erasure/erasures.ts'
import { HOUR_MS, type MailBench } from '../support/mail-bench.ts'
import { meetingsApi } from '../support/meetings-api.ts'
import type { OpenUserService } from '../support/open-user-service.ts'
import { tracesInTables } from '../support/traces.ts'

/** What the worker is told of those who were erased. */
export function describeErasures({ service, bench }: { service(): OpenUserService; bench(): MailBench }): void {
  describe('erasures', () => {
    test('whoever is erased is forgotten at once and again 15 seconds later, by jobs that name nobody; then no table names them', async () => {
      const { register, book, erase } = meetingsApi(service)
      const email = 'forgotten@example.com'
      await register(email)
      await book({ organizer: email, attendees: ['left@example.com'] }, { 'idempotency-key': 'of-the-forgotten' })
      await book({ organizer: 'left@example.com', attendees: [email], start: '2031-03-04T09:00:00Z' })
      bench().clock.ms = Date.now() + 1_000
      const relay = await bench().startRelay()
      const { database } = service()
      const erasures = createErasures({ database, outbox: createOutbox(database) })
      const columnsNaming = (word: string) => tracesInTables(database.pool, [word])
      const passes = () => bench().publishedOf(ERASURE_JOB)

      await erase(email)
      await expect.poll(passes).toHaveLength(1)
      const [first] = passes()
      const found = await erasures.findEmail(first!)
      // A broker that dies hands it out again.
      for (let time = 0; time < 2; time++) await erasures.noteForgotten(first!, bench().clock.ms)
      expect(await columnsNaming(email)).toEqual(['erasures.email'])
      bench().clock.ms += 15_000 - 1
      relay.wake()
      expect((await bench().dueJobs.look(bench().clock.ms)).nextMs).toBe(bench().clock.ms + 1)
      bench().clock.ms++
      relay.wake()
      await expect.poll(passes).toHaveLength(2)
      const [, second] = passes()
      const foundAgain = await erasures.findEmail(second!)
      await erasures.noteForgotten(second!, bench().clock.ms)

      expect(found).toBe(email)
      expect(await columnsNaming(email)).toEqual([])
      expect([await erasures.findEmail(first!), foundAgain, await erasures.findEmail(second!)]).toEqual([
        undefined,
        email,
        undefined,
      ])
      expect(JSON.stringify(bench().published)).not.toContain(email)
      expect(new Set(bench().published.map((job) => job.id)).size).toBe(bench().published.length)
      expect((await bench().jobs()).filter(({ kind }) => kind === ERASURE_JOB)).toEqual([])
    })

    test('a job to forget somebody that nothing came of is published again an hour later', async () => {
      const { register, erase } = meetingsApi(service)
      await register('lost@example.com')
      bench().clock.ms = Date.now() + 1_000
      const relay = await bench().startRelay()
      await erase('lost@example.com')
      await bench().publishes(1)

      bench().clock.ms += HOUR_MS
      relay.wake()
      await bench().publishes(2)

      expect(bench().published[1]!.body).toEqual(bench().published[0]!.body)
    })

    test('the worker asks whom to forget, and tells that it did, by the routes', async () => {
      const { register, erase } = meetingsApi(service)
      await register('routed@example.com')
      await erase('routed@example.com')
      const passOf = async () => {
        const found = await service().database.queries.selectFrom('erasures').select('id').executeTakeFirst()
        return found?.id as string | undefined
      }
      const ask = (id: string) => service().app.inject({ method: 'GET', url: `/internal/erasures/${id}` })
      const tell = (id: string) => service().app.inject({ method: 'POST', url: `/internal/erasures/${id}/forgotten` })
      const first = (await passOf())!

      const answers = [await ask(first), await tell(first), await ask(first)]
      const second = (await passOf())!
      answers.push(await ask(second), await tell(second), await ask(second))
      const unknown = await service().app.inject({ method: 'GET', url: '/internal/erasures/1x' })

      const email = { email: 'routed@example.com' }
      expect(answers.map(({ statusCode, body }) => body || statusCode)).toEqual(
        [email, 204, { email: null }, email, 204, { email: null }].map((one) => (one === 204 ? one : JSON.stringify(one))),
      )
      expect(await passOf()).toBeUndefined()
      expect(unknown.statusCode).toBe(400)
    })
  })
}
