import type { ForgetJob } from '@w2meet/contract'
import { describe, expect, test } from 'vitest'
import { createErasures } from '../../src/erasure/erasures.ts'
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
      await book({ organizer: email, attendees: ['left@example.com'] }, { 'idempotency-key': 'of the forgotten' })
      await book({ organizer: 'left@example.com', attendees: [email], start: '2031-03-04T09:00:00Z' })
      bench().clock.ms = Date.now() + 1_000
      const relay = await bench().startRelay()
      const erasures = createErasures(service().database)
      const columnsNaming = (word: string) => tracesInTables(service().database.pool, [word])
      const forgetting = () =>
        bench().published.flatMap(({ body }) => ((body as ForgetJob).kind === 'forget' ? [body as ForgetJob] : []))

      await erase(email)
      await expect.poll(forgetting).toHaveLength(1)
      const { erasure_id: id } = forgetting()[0]!
      const found = await erasures.findEmail(id)
      // A broker that dies hands it out again.
      for (let time = 0; time < 2; time++) await erasures.noteForgotten(id, false, bench().clock.ms)
      expect(await columnsNaming(email)).toEqual(['erasures.email'])
      bench().clock.ms += 15_000 - 1
      expect(await erasures.due(bench().clock.ms)).toEqual([])
      bench().clock.ms++
      relay.wake()
      await expect.poll(forgetting).toHaveLength(2)
      await erasures.noteForgotten(id, true, bench().clock.ms)

      expect(found).toBe(email)
      expect(await columnsNaming(email)).toEqual([])
      expect(forgetting()).toEqual([false, true].map((again) => ({ kind: 'forget', erasure_id: id, again })))
      expect(new Set(bench().published.map((job) => job.id)).size).toBe(bench().published.length)
      expect(await erasures.findEmail(id)).toBeUndefined()
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
      const { id } = await service().database.queries.selectFrom('erasures').select('id').executeTakeFirstOrThrow()
      const ask = () => service().app.inject({ method: 'GET', url: `/internal/erasures/${id}` })
      const tell = (again: boolean) =>
        service().app.inject({ method: 'POST', url: `/internal/erasures/${id}/forgotten`, payload: { again } })

      const answers = [await ask(), await tell(false), await ask(), await tell(true), await ask()]
      const unknown = await service().app.inject({ method: 'GET', url: '/internal/erasures/1x' })

      const email = { email: 'routed@example.com' }
      expect(answers.map(({ statusCode, body }) => body || statusCode)).toEqual(
        [email, 204, email, 204, { email: null }].map((one) => (one === 204 ? one : JSON.stringify(one))),
      )
      expect(unknown.statusCode).toBe(400)
    })
  })
}
