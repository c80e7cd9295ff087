import { randomUUID } from 'node:crypto'
import { openRabbitmqJobQueues } from '@w2meet/job-queue/rabbitmq'
import { openRabbitmq, type RabbitmqServer } from '@w2meet/test-servers'
import { Connection } from 'rabbitmq-client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { JobQueue, JobQueues } from '../src/job-queue.ts'
import { describeJobQueues } from './contract-suite.ts'
import { leaveInFormerQueues } from './former-stores.ts'
import { eventually, failing, hopeless, jobWith, KINDS } from './queue-bench.ts'

let broker: RabbitmqServer
/** Another client, for what a job queue would not do. */
let stranger: Connection
beforeAll(async () => {
  broker = await openRabbitmq()
  stranger = new Connection(broker.url)
})
afterAll(async () => {
  await stranger.close()
  await broker.close()
})

describeJobQueues('the RabbitMQ job queues', async ({ retryDelaysMs, former }) => {
  const name = `jobs-${randomUUID()}`
  if (former !== undefined) await leaveInFormerQueues(broker.url, name, retryDelaysMs, former)
  const open = () => openRabbitmqJobQueues({ url: broker.url, name, kinds: KINDS, retryDelaysMs })
  const queues = open()
  let current = queues
  return {
    queues,
    async reopen() {
      await current.close()
      return (current = open())
    },
    close: () => current.close(),
  }
})

let queues: JobQueues<'task'>
let queue: JobQueue
beforeEach(() => {
  const kinds = { task: { hands: 8 } }
  queues = openRabbitmqJobQueues({ url: broker.url, name: `jobs-${randomUUID()}`, kinds, retryDelaysMs: [50] })
  queue = queues.queueOf('task')
})
afterEach(() => queues.close())

test('a job is a persistent message with its id, its Case-Id and its attempts, as other programs can read', async () => {
  const job = jobWith({ kind: 'task' })
  queue.consume(failing, () => {})

  await queue.publish(job)

  await eventually(() => queues.listDead()).toHaveLength(1)
  const message = await stranger.basicGet({ queue: `${queue.name}.dead`, noAck: true })
  expect(message).toMatchObject({
    messageId: job.id,
    durable: true,
    contentType: 'application/json',
    headers: { 'Case-Id': job.caseId, Attempts: 2, Error: 'not today', 'Died-At': expect.stringMatching(/^\d{4}-.*Z$/) },
    body: { kind: 'task' },
  })
})

test.each([
  ['that is not JSON', { messageId: 'x', contentType: 'application/json', headers: { 'Case-Id': 'c' } }, '{"half":'],
  ['without an id', { contentType: 'text/plain', headers: { 'Case-Id': 'c' } }, 'hello'],
  ['without a Case-Id', { messageId: 'x', contentType: 'application/json' }, '{"kind":"task"}'],
  ['of no type at all', { messageId: 'x', headers: { 'Case-Id': 'c' } }, 'hello'],
])('a message %s is dead at once, shown as it came, and blocks nothing', async (_, properties, content) => {
  const handled: unknown[] = []
  const failures: unknown[] = []
  await queues.ping()
  const consumer = queue.consume(
    async ({ body }) => void handled.push(body),
    ({ retryInMs }) => failures.push(retryInMs),
  )

  const publisher = stranger.createPublisher({ confirm: true })
  await publisher.send({ routingKey: queue.name, ...properties }, Buffer.from(content))
  await publisher.close()
  await queue.publish(jobWith('good'))

  await eventually(() => queues.listDead()).toMatchObject([
    { id: expect.stringMatching(/./), body: content, attempts: 1, error: expect.stringMatching(/^the message is no job: /) },
  ])
  await eventually(() => handled).toEqual(['good'])
  expect(failures).toEqual([undefined])
  await consumer.stop()
})

test('a job for a queue that is gone is refused, not lost in silence', async () => {
  await queue.publish(jobWith())
  await stranger.queueDelete(queue.name)

  const published = queue.publish(jobWith())

  await expect(published).rejects.toThrow(`RabbitMQ has no queue ${queue.name}`)
})

test('a job that takes its worker down each time is given up by the broker in the end, with its Case-Id', async () => {
  const job = jobWith('deadly')
  await queue.publish(job)
  await queues.listDead()

  for (let delivery = 0; delivery < 25; delivery++) {
    const worker = await stranger.acquire()
    await worker.basicGet(queue.name)
    await worker.close()
  }

  await eventually(() => queues.listDead()).toMatchObject([
    { ...job, error: 'each worker that took it went away without an answer' },
  ])
  const [dead] = await queues.listDead()
  expect(Math.abs(dead!.diedAtMs - Date.now())).toBeLessThan(10_000)
})

test('dead jobs can be looked at ever so often, also at once, and none is lost', async () => {
  const jobs = [1, 2, 3].map(jobWith)
  const consumer = queue.consume(hopeless, () => {})
  for (const job of jobs) await queue.publish(job)
  await eventually(() => queues.listDead()).toHaveLength(3)
  await consumer.stop()

  const looks = await Promise.all(Array.from({ length: 30 }, () => queues.listDead()))

  expect(looks.map((dead) => dead.length)).toEqual(looks.map(() => 3))
})

test('an error of any length is kept, in its beginning', async () => {
  const consumer = queue.consume(
    async () => {
      throw new Error('ü'.repeat(20_000))
    },
    () => {},
  )

  await queue.publish(jobWith())

  await eventually(() => queues.listDead()).toMatchObject([{ error: 'ü'.repeat(1_000) }])
  await consumer.stop()
})
