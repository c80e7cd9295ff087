import { randomUUID } from 'node:crypto'
import { openRabbitmqJobQueues } from '@w2meet/job-queue/rabbitmq'
import { openRabbitmq, type RabbitmqServer } from '@w2meet/test-servers'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Job, JobQueue, JobQueues } from '../src/job-queue.ts'
import { eventually, jobWith } from './queue-bench.ts'

/** What the contract of the queue leaves a publisher to wait for, and a busy machine on top of it. */
const DEADLINE_MS = 2_000 + 1_000

let broker: RabbitmqServer
const RETRY_DELAYS_MS = [20, 50]
/** One for each test. */
const names = Array.from({ length: 8 }, () => `jobs-${randomUUID()}`)
const open = (name: string) =>
  openRabbitmqJobQueues({ url: broker.url, name, kinds: { task: { hands: 32 } }, retryDelaysMs: RETRY_DELAYS_MS })
beforeAll(async () => {
  broker = await openRabbitmq()
  const opened = names.map(open)
  for (const one of opened) await one.ping()
  await Promise.all(opened.map((one) => one.close()))
  await broker.hasNoted(
    names.flatMap((name) => [name, `${name}.dead`, ...RETRY_DELAYS_MS.map((delayMs) => `${name}.retry.${delayMs}`)]),
  )
})
afterAll(() => broker.close())

let queues: JobQueues<'task'>
let queue: JobQueue
beforeEach(() => {
  queues = open(names.pop()!)
  queue = queues.queueOf('task')
})
afterEach(() => queues.close())

test('a broker that takes nothing for want of memory is told by a ping, and when it takes jobs again too', async () => {
  const ping = () =>
    queues.ping().then(
      () => 'well',
      () => 'unwell',
    )
  const before = await ping()

  await broker.setAlarm(true)
  await eventually(ping).toBe('unwell')
  await broker.setAlarm(false)

  expect(before).toBe('well')
  await eventually(ping).toBe('well')
})

/** Publishes until it is told that the job is safe; says whether it was refused before. */
async function publishUntilSafe(job: Job): Promise<boolean> {
  for (let refused = false; ; refused = true) {
    try {
      await queue.publish(job)
      return refused
    } catch {
      // Tried again, as an outbox does.
    }
  }
}

/** Publishes a thousand jobs, 50 at a time, and has the broker killed and started again after 300. */
async function publishThroughCrash(jobs: readonly Job[]): Promise<Set<string>> {
  const waiting = [...jobs]
  const refused = new Set<string>()
  let safe = 0
  let restarted: Promise<void> | undefined
  const publishers = Array.from({ length: 50 }, async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      if (await publishUntilSafe(job)) refused.add(job.id)
      if (++safe === 300) restarted = broker.restart()
    }
  })
  await Promise.all(publishers)
  await restarted
  return refused
}

test('of 1,000 jobs published while the broker is killed, each is handled, and only those refused at first may be twice', async () => {
  const jobs = Array.from({ length: 1_000 }, (_, n) => jobWith(n))

  const refused = await publishThroughCrash(jobs)

  const counts = new Map<string, number>()
  queue.consume(
    async ({ id }) => void counts.set(id, (counts.get(id) ?? 0) + 1),
    () => {},
  )
  await eventually(() => counts.size).toBe(1_000)
  const twice = [...counts].filter(([, count]) => count > 1).map(([id]) => id)
  expect(refused.size).toBeGreaterThan(0)
  expect(twice.filter((id) => !refused.has(id))).toEqual([])
})

test('of 1,000 jobs that fail once while the broker is killed, each is handled in the end or listed as dead; none is lost', async () => {
  const jobs = Array.from({ length: 1_000 }, (_, n) => jobWith(n))
  const handled = new Set<string>()
  queue.consume(
    async ({ id, body }, attempt) => {
      if (attempt === 1 || (body as number) % 10 === 0) throw new Error('not today')
      handled.add(id)
    },
    () => {},
  )

  await publishThroughCrash(jobs)

  await eventually(() => handled.size).toBe(900)
  await eventually(async () => new Set((await queues.listDead()).map(({ id }) => id)).size).toBe(100)
})

test('while the broker is away, publishing and ping are refused within the deadline; both work by themselves once it is back', async () => {
  const handled: unknown[] = []
  queue.consume(
    async ({ body }) => void handled.push(body),
    () => {},
  )
  await queue.publish(jobWith('before'))
  await eventually(() => handled).toEqual(['before'])

  await broker.kill()
  const startMs = performance.now()
  const refusals = await Promise.allSettled([queue.publish(jobWith('lost')), queues.ping()])
  const tookMs = performance.now() - startMs
  await broker.restart()

  expect(refusals.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(tookMs).toBeLessThan(DEADLINE_MS)
  await publishUntilSafe(jobWith('after'))
  await eventually(() => handled).toContain('after')
  await expect(queues.ping()).resolves.toBeUndefined()
})

test('a broker that hangs is noticed within the deadline, and is used again once it answers', async () => {
  await queue.publish(jobWith('before'))

  broker.freeze()
  const startMs = performance.now()
  const refusals = await Promise.allSettled([queue.publish(jobWith('late')), queues.ping()])
  const tookMs = performance.now() - startMs
  broker.thaw()

  expect(refusals.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(tookMs).toBeLessThan(DEADLINE_MS)
  await publishUntilSafe(jobWith('after'))
  await expect(queues.ping()).resolves.toBeUndefined()
})

test('closing without the broker ends within the deadline', async () => {
  await queue.publish(jobWith())
  queue.consume(
    async () => {},
    () => {},
  )
  await broker.kill()

  const startMs = performance.now()
  await queues.close()
  const tookMs = performance.now() - startMs

  expect(tookMs).toBeLessThan(2 * DEADLINE_MS)
})

test('a queue opened before its broker is there works once it is', async () => {
  // The test before has killed it already: a restart takes seconds.
  await broker.kill()
  const early = open(names.pop()!)
  const handled: unknown[] = []
  early.queueOf('task').consume(
    async ({ body }) => void handled.push(body),
    () => {},
  )
  await expect(early.queueOf('task').publish(jobWith('too early'))).rejects.toThrow()

  await broker.restart()

  await eventually(() => early.ping().then(() => 'well')).toBe('well')
  await early.queueOf('task').publish(jobWith('in time'))
  await eventually(() => handled).toContain('in time')
  await early.close()
})
