import { createLog, systemClock } from '@w2meet/service-kit'
import { openPostgres, type PostgresServer } from '@w2meet/test-servers'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import {
  createDatabase,
  createDueJobs,
  createOutbox,
  type Database,
  migrate,
  OUTBOX_MIGRATION,
  type Outbox,
  type OutboxEntry,
} from '../src/index.ts'
import { type PublishJob, startOutboxRelay } from '../src/outbox-relay.ts'
import { openPostgresListener, openPostgresPool, type PostgresPool } from '../src/servers.ts'

/** Tables of a service beside those of user-service. */
const SCHEMA = 'polls'

const silent = createLog('silent', { write() {} })
let postgres: PostgresServer
let pool: PostgresPool
let database: Database
let outbox: Outbox
beforeAll(async () => {
  postgres = await openPostgres()
  pool = openPostgresPool({ url: postgres.url, application: 'test', connections: 10, timeoutMs: 10_000, log: silent })
  database = createDatabase(pool.pool)
  await migrate(database, { schema: SCHEMA, migrations: { '0001-outbox': OUTBOX_MIGRATION } })
  outbox = createOutbox(database, SCHEMA)
})
beforeEach(() => pool.pool.query(`truncate ${SCHEMA}.outbox`))
afterAll(async () => {
  await pool.close()
  await postgres.close()
})

const entry = (reference: string, changes: Partial<OutboxEntry> = {}): OutboxEntry => ({
  kind: 'mail',
  reference,
  dueAt: new Date(),
  caseId: 'case-1',
  ...changes,
})
const write = (entries: readonly OutboxEntry[]) => outbox.write(database.queries, entries, Date.now())

/** A relay that is woken by commits, until the end of the test. */
function startRelay(publish: PublishJob): void {
  const relay = startOutboxRelay({ dueJobs: createDueJobs(database, SCHEMA), publish, clock: systemClock, log: silent })
  const given = { url: postgres.url, application: 'test', channel: 'outbox', log: silent }
  const listener = openPostgresListener({ ...given, heard: relay.wake })
  onTestFinished(async () => {
    await listener.close()
    await relay.close()
  })
}

/** A queue with eight hands, each of which takes so long for a job; the references in the order in which they are done. */
function startWorker(handlingMs: number) {
  const waiting: [kind: string, reference: string][] = []
  const done: string[] = []
  let free = 8
  function work(): void {
    while (free > 0 && waiting.length > 0) {
      const [kind, reference] = waiting.shift()!
      free--
      setTimeout(async () => {
        done.push(reference)
        await outbox.settle(database.queries, kind, [reference])
        await outbox.wake(kind)
        free++
        work()
      }, handlingMs)
    }
  }
  const publish: PublishJob = async (kind, { body }) => {
    waiting.push([kind, body.reference])
    work()
  }
  return { publish, done }
}

test('3,000 jobs of one turn are before a single one of another only as far as they are in the queue already', async () => {
  const { publish, done } = startWorker(5)
  await write(Array.from({ length: 3_000 }, (_, index) => entry(`many-${index}`, { turn: 'ada@example.com' })))
  startRelay(publish)
  await expect.poll(() => done.length, { timeout: 10_000, interval: 5 }).toBeGreaterThan(100)
  const before = done.length

  await write([entry('single', { turn: 'bob@example.com' })])
  await expect.poll(() => done, { timeout: 10_000, interval: 5 }).toContain('single')

  // Those that a relay had published, and those that were done while it was written.
  expect(done.indexOf('single') - before).toBeLessThan(300)
})

test('every job of many turns is published once, and those of one ordering key one after the other', async () => {
  const { publish, done } = startWorker(1)
  startRelay(publish)
  const entries = Array.from({ length: 600 }, (_, index) =>
    entry(`${index}`, { turn: `turn ${index % 7}`, orderingKey: `key ${index % 20}` }),
  )
  for (let start = 0; start < entries.length; start += 50) await write(entries.slice(start, start + 50))

  await expect.poll(() => done.length, { timeout: 20_000 }).toBe(600)

  expect(new Set(done).size).toBe(600)
  const byKey = Map.groupBy(done.map(Number), (index) => index % 20)
  for (const indexes of byKey.values()) expect(indexes).toEqual(indexes.toSorted((one, other) => one - other))
  const { rows } = await pool.pool.query(`select from ${SCHEMA}.outbox`)
  expect(rows).toEqual([])
})

test('a kind whose queue cannot be published to does not hold up another kind', async () => {
  const published: string[] = []
  let refused = 0
  await write([entry('1', { kind: 'broken' }), entry('2', { kind: 'mail' })])

  startRelay(async (kind, { body }) => {
    if (kind === 'broken') {
      refused++
      throw new Error('its queue is away')
    }
    published.push(body.reference)
  })

  await expect.poll(() => published).toEqual(['2'])
  // Long enough for failures in a row, whose pauses grow to more than the time below.
  await expect.poll(() => refused, { timeout: 10_000 }).toBe(4)
  await write([entry('3', { kind: 'mail' })])
  await expect.poll(() => published).toEqual(['2', '3'])
})

test('a job that is to come later comes when it is due, and one whose handler postpones it comes again then', async () => {
  const published: string[] = []
  startRelay(async (_, { body }) => void published.push(body.reference))
  await write([entry('later', { dueAt: new Date(Date.now() + 300) }), entry('now')])
  await expect.poll(() => published).toEqual(['now'])

  await expect.poll(() => published).toEqual(['now', 'later'])
  await outbox.postpone('mail', 'now', Date.now(), Date.now() + 200)

  await expect.poll(() => published).toEqual(['now', 'later', 'now'])
})
