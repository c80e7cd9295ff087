import { setImmediate as nextTurn } from 'node:timers/promises'
import { JOB_KINDS, type JobKind, type ReferenceJob } from '@w2meet/contract'
import type { JobQueues } from '@w2meet/job-queue'
import { openRabbitmqJobQueues } from '@w2meet/job-queue/rabbitmq'
import { openRabbitmq, type RabbitmqServer } from '@w2meet/test-servers'
import { sql, type Transaction } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { createDatabase, type Publish } from '../src/app.ts'
import { createOutbox } from '../src/mails/outbox.ts'
import { openPostgresPool } from '../src/postgres/pool.ts'
import type { Tables } from '../src/postgres/tables.ts'
import { cancelled, HOUR_MS, type MailBench, meetingAt, openMailBench, rescheduled } from './support/mail-bench.ts'
import { type OpenUserService, silent } from './support/open-user-service.ts'
import { openOverServers } from './support/over-servers.ts'
import { startProcess } from './support/start-process.ts'

const QUEUE = 'jobs'

let service: OpenUserService
let broker: RabbitmqServer
let queues: JobQueues<JobKind>
let bench: MailBench
const publish: Publish = (kind, job) => queues.queueOf(kind).publish(job)
beforeAll(async () => {
  ;[service, broker] = await Promise.all([openOverServers(), openRabbitmq()])
  queues = openRabbitmqJobQueues({ url: broker.url, name: QUEUE, kinds: JOB_KINDS })
  await queues.ping()
  await broker.hasNoted(await broker.queues())
})
beforeEach(async () => {
  bench = await openMailBench(service)
})
afterAll(async () => {
  await queues.close()
  await Promise.all([service.close(), broker.close()])
})

/** The mails whose jobs arrive, until the end of the test. */
function consume(): Set<string> {
  const arrived = new Set<string>()
  const { stop } = queues.queueOf('mail').consume(
    async ({ body }) => void arrived.add((body as ReferenceJob).reference),
    () => {},
  )
  onTestFinished(stop)
  return arrived
}
const inTime = { timeout: 20_000, interval: 5 }

test('while RabbitMQ is away changes go on and the service is healthy; when it is back every mail is published', async () => {
  const arrived = consume()
  await bench.startRelay({ publish })
  await bench.announce('confirmed', meetingAt())
  await expect.poll(() => arrived.size, inTime).toBe(3)

  await broker.kill()
  const startMs = performance.now()
  for (let count = 0; count < 50; count++) await bench.announce('confirmed', meetingAt())
  const announcedMs = performance.now() - startMs
  await expect.poll(() => bench.troubles.length, inTime).toBe(1)
  const health = await service.app.inject('/health')
  await broker.restart()

  await expect.poll(() => arrived.size, inTime).toBe(153)
  expect(announcedMs).toBeLessThan(2_000)
  expect(health.statusCode).toBe(200)
})

test('a broker that is killed while mails are published costs none of them', async () => {
  const arrived = consume()
  await bench.startRelay({ publish })
  const announcing = (async () => {
    for (let count = 0; count < 300; count++) await bench.announce('confirmed', meetingAt())
  })()
  await expect.poll(() => arrived.size, inTime).toBeGreaterThan(100)

  await broker.restart()
  await announcing

  const ids = (await bench.rows()).filter(({ kind }) => kind === 'confirmed').map(({ id }) => id)
  await expect.poll(() => ids.filter((id) => !arrived.has(id)).length, inTime).toBe(0)
})

test('a user-service that starts publishes what one that died has committed, and then what is committed', async () => {
  const arrived = consume()
  bench.clock.nowMs = Date.now
  await bench.announce('confirmed', meetingAt())

  const settings = { DATABASE_URL: service.databaseUrl!, REDIS_URL: 'redis://127.0.0.1:1', RABBITMQ_URL: broker.url }
  startProcess({ ...settings, PORT: '0', QUEUE_NAME: QUEUE })
  await expect.poll(() => arrived.size, inTime).toBe(3)
  await bench.announce('confirmed', meetingAt())

  await expect.poll(() => arrived.size, inTime).toBe(6)
})

test('a connection that listens and is lost is made anew: mails are published at once again', async () => {
  let heard = 0
  await service.listen('mails', () => heard++)
  await bench.startRelay()
  const before = heard
  await service.database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'user-service listener'",
  )
  await expect.poll(() => heard, { timeout: 5_000 }).toBeGreaterThan(before)

  await bench.announce('confirmed', meetingAt())

  // Without a notice it would be looked for after half a minute.
  await bench.publishes(3)
})

test('a relay waits for a change without holding what the change still needs', async () => {
  await bench.announce('confirmed', meetingAt())
  const ids = (await createOutbox(service.database).take(bench.clock.ms)).map(({ id }) => id)
  const { database, close } = service.openAnother()
  onTestFinished(close)
  const change = (transaction: Transaction<Tables>, some: (string | undefined)[]) =>
    sql`update mails set claimed_at = now() where id = any(${some})`.execute(transaction)
  const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock'"

  let noted: Promise<void> | undefined
  const changed = database.queries.transaction().execute(async (transaction) => {
    await change(transaction, [ids[1]])
    noted = createOutbox(service.database).notePublished(ids, bench.clock.ms)
    await expect.poll(async () => (await service.database.pool.query(waiting)).rows.length, inTime).toBe(1)
    await change(transaction, [ids[0], ids[2]])
  })

  await expect(changed).resolves.toBeUndefined()
  await noted
  expect((await bench.rows()).filter(({ state }) => state === 'published')).toHaveLength(3)
})

test('with changes, relays and workers at once each person hears of each change once, in order', async () => {
  const { pool, close } = openPostgresPool({ url: service.databaseUrl!, connections: 20, timeoutMs: 3_000, log: silent })
  onTestFinished(close)
  const busy = await openMailBench({ ...service, database: createDatabase(pool) })
  busy.clock.nowMs = Date.now
  await Promise.all([busy.startRelay(), busy.startRelay()])
  const MEETINGS = 10
  const CHANGES = 8
  const sent = new Set<string>()
  let changing = true

  /** Reminders come due while they are withdrawn. */
  const soon = () => Date.now() + 24 * HOUR_MS + 20
  async function change(): Promise<void> {
    let meeting = meetingAt(soon())
    await busy.announce('confirmed', meeting)
    for (let count = 1; count < CHANGES; count++) {
      meeting = rescheduled(meeting, soon())
      await busy.announce('rescheduled', meeting)
    }
    await busy.announce('cancelled', cancelled(meeting))
  }
  async function work(): Promise<void> {
    for (let job = 0; changing; ) {
      for (; job < busy.published.length; job++) {
        const id = busy.publishedIds()[job]!
        if ((await busy.claim(id)).state !== 'claimed') continue
        sent.add(id)
        await busy.finish(id, 'sent')
      }
      await nextTurn()
    }
  }
  const workers = Array.from({ length: 4 }, work)
  await Promise.all(Array.from({ length: MEETINGS }, change))
  await expect.poll(async () => (await busy.rows()).filter(isOpen).length, { timeout: 15_000 }).toBe(0)
  changing = false
  await Promise.all(workers)

  const rows = (await busy.rows()).filter(({ kind }) => kind !== 'reminder')
  const sequences = Map.groupBy(
    [...sent].flatMap((id) => rows.find((row) => row.id === id) ?? []),
    ({ meeting_id, recipient }) => `${meeting_id} ${recipient}`,
  )
  const inOrder = Array.from({ length: CHANGES + 1 }, (_, sequence) => sequence)
  expect([...sequences.values()].map((mails) => mails.map(({ sequence }) => sequence))).toEqual(
    Array.from({ length: MEETINGS * 3 }, () => inOrder),
  )
  expect(busy.troubles).toEqual([])
})

/** To be sent still. */
const isOpen = ({ state, expires_at }: { state: string; expires_at: unknown }) =>
  state !== 'sent' && expires_at === Number.POSITIVE_INFINITY
