import { createDatabase, migrate, migrationsOf, type PublishJob } from '@w2meet/postgres'
import { openPostgresListener, openPostgresPool } from '@w2meet/postgres/servers'
import { systemClock } from '@w2meet/service-kit'
import { openPostgres } from '@w2meet/test-servers'
import { expect, onTestFinished, test } from 'vitest'
import { createMemoryCache, createUserService, openOutboxRelay } from '../src/app.ts'
import { FORMER_MAILS, FORMER_MEETING, FORMER_REFUSED, makeFormerDatabase } from './support/former-database.ts'
import { silent } from './support/open-user-service.ts'

test('a database of the version before the outbox is carried over: each mail and erasure that waited has its job, and nothing twice', async () => {
  await using stack = new AsyncDisposableStack()
  const opened = <T extends { close(): unknown }>(thing: T): T => stack.adopt(thing, async () => void (await thing.close()))
  const { url } = opened(await openPostgres())
  const { pool } = opened(openPostgresPool({ url, application: 'test', connections: 4, log: silent }))
  await makeFormerDatabase(pool)
  const database = createDatabase(pool)
  const cache = createMemoryCache({ ttlMs: 60_000 })
  const service = createUserService({ database, cache, reminderMinutes: [60], clock: systemClock, log: silent })
  onTestFinished(() => service.close())

  await migrate(database, { migrations: migrationsOf(service.domains) })
  const published: string[] = []
  const publish: PublishJob = async (kind, { body, caseId }) => {
    published.push(`${kind} ${body.reference} ${caseId}`)
    if (kind === 'erasure') await service.inject({ method: 'POST', url: `/internal/erasures/${body.reference}/forgotten` })
    else await service.inject({ method: 'POST', url: `/internal/mails/${body.reference}/claim` })
  }
  const listen = (channel: string, heard: () => void) =>
    void opened(openPostgresListener({ url, application: 'test', channel, heard, log: silent }))
  const relay = opened(await openOutboxRelay({ database, publish, listen, clock: systemClock, log: silent }))
  await expect.poll(() => published.length, { timeout: 10_000 }).toBe(3)
  relay.wake()

  const waited = [FORMER_MAILS['olga@example.com'], FORMER_MAILS['ada@example.com']].map((id) => `mail ${id} case-former`)
  expect(published.toSorted()).toEqual(['erasure 1 case-erasure', ...waited])
  const left = await database.queries.selectFrom('outbox').select(['kind', 'state', 'due_at']).orderBy('position').execute()
  // The reminders to come, what is in hand, and the second pass of the erasure.
  expect(left.filter(({ due_at }) => due_at.getUTCFullYear() === 2031)).toHaveLength(3)
  expect(left.filter(({ kind }) => kind === 'erasure')).toHaveLength(1)
  const headers = { 'idempotency-key': 'refused-before-now' }
  const again = await service.inject({ method: 'POST', url: '/meetings', payload: FORMER_REFUSED, headers })
  expect([again.statusCode, again.json().detail[0].type]).toEqual([409, 'time_taken'])
  const found = await service.inject(`/meetings/${FORMER_MEETING}`)
  expect(found.json()).toMatchObject({ title: 'Carried over', sequence: 0 })
})
