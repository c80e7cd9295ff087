import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { FailedJob, Job } from '../src/job-queue.ts'
import {
  eventually,
  type FormerJobs,
  failing,
  hopeless,
  jobWith,
  KINDS,
  type OpenQueues,
  type QueueBench,
  RETRY_DELAYS_MS,
} from './queue-bench.ts'

/** More than a kind has hands for. */
const MANY = 20

/** What the queues of several kinds of job guarantee of each other. */
export function describeJobKinds(bench: QueueBench, open: OpenQueues): void {
  const mailQueue = () => bench.queues.queueOf('mail')

  describe('kinds of job', () => {
    test('a job is handled by the consumer of its kind, at each of its attempts, and by no other', async () => {
      const tasks = bench.consume(bench.queue, failing)
      const mails = bench.consume(mailQueue(), failing)

      await bench.queue.publish(jobWith('task'))
      await mailQueue().publish(jobWith('mail'))

      await eventually(() => bench.queues.listDead()).toHaveLength(2)
      const attempts = RETRY_DELAYS_MS.length + 1
      expect(tasks.bodies()).toEqual(new Array(attempts).fill('task'))
      expect(mails.bodies()).toEqual(new Array(attempts).fill('mail'))
    })

    test('a kind has as many jobs in hand as it has hands, and no more; that all of them are stuck delays no other kind', async () => {
      const release = Promise.withResolvers<void>()
      const mails = bench.consume(mailQueue(), () => release.promise)
      const tasks = bench.consume(bench.queue)
      await Promise.all(Array.from({ length: MANY }, (_, n) => mailQueue().publish(jobWith(n))))
      await eventually(() => mails.attempts.length).toBe(KINDS.mail.hands)

      const startMs = performance.now()
      for (let count = 0; count < MANY; count++) {
        await bench.queue.publish(jobWith(count))
        await eventually(() => tasks.attempts.length).toBe(count + 1)
      }
      const tookMs = performance.now() - startMs

      expect(tookMs / MANY).toBeLessThan(1_000)
      expect(mails.attempts).toHaveLength(KINDS.mail.hands)
      release.resolve()
      await eventually(() => mails.attempts.length).toBe(MANY)
    })

    test('dead jobs are listed together in the order in which they died, each with its kind', async () => {
      bench.consume(bench.queue, hopeless)
      bench.consume(mailQueue(), hopeless)
      const queues = [mailQueue(), bench.queue, mailQueue()]

      for (const [index, queue] of queues.entries()) {
        await queue.publish(jobWith(index))
        await eventually(() => bench.queues.listDead()).toHaveLength(index + 1)
      }

      const dead = await bench.queues.listDead()
      expect(dead.map(({ kind, body }) => [kind, body])).toEqual([
        ['mail', 0],
        ['task', 1],
        ['mail', 2],
      ])
    })

    test.each([
      ['alone', ['mail'], 1],
      ['with all', ['mail', 'task'], 2],
    ])('a dead job that is sent again %s comes to the consumer of its kind', async (_, wanted, retried) => {
      const [task, mail] = [jobWith('task'), jobWith('mail')]
      const burying = [bench.consume(bench.queue, hopeless), bench.consume(mailQueue(), hopeless)]
      await bench.queue.publish(task)
      await mailQueue().publish(mail)
      await eventually(() => bench.queues.listDead()).toHaveLength(2)
      await Promise.all(burying.map(({ stop }) => stop()))
      const tasks = bench.consume(bench.queue)
      const mails = bench.consume(mailQueue())

      const count = await bench.queues.retryDead(({ kind }) => wanted.includes(kind))

      await eventually(() => mails.attempts).toMatchObject([{ job: mail, attempt: 1 }])
      await eventually(() => tasks.bodies().length).toBe(retried - 1)
      expect(count).toBe(retried)
    })

    test('dropFailed removes what failed of every kind, dead or waiting, and leaves what has not failed', async () => {
      const { queues, close } = await open({ retryDelaysMs: [60_000] })
      onTestFinished(close)
      const kinds = ['task', 'mail'] as const
      const failures: unknown[] = []
      const consumers = kinds.map((kind) =>
        queues.queueOf(kind).consume(
          (job, attempt) => (job.body === 'dead' ? hopeless(job, attempt) : failing(job, attempt)),
          (failure) => failures.push(failure),
        ),
      )
      for (const kind of kinds) for (const body of ['dead', 'waits']) await queues.queueOf(kind).publish(jobWith(body))
      await eventually(() => failures.length).toBe(4)
      await Promise.all(consumers.map(({ stop }) => stop()))
      for (const kind of kinds) await queues.queueOf(kind).publish(jobWith('new'))

      const counts = [await queues.dropFailed(() => true), await queues.dropFailed(() => true)]

      expect(counts).toEqual([4, 0])
      expect(await queues.listDead()).toEqual([])
      const handled = new Set<string>()
      for (const kind of kinds) {
        queues.queueOf(kind).consume(
          async ({ body }) => void handled.add(`${kind} ${body}`),
          () => {},
        )
      }
      await eventually(() => handled).toEqual(new Set(['task new', 'mail new']))
    })
  })

  test('what the version before left in its one queue is in the queue of tasks: waiting, waiting for a retry, and dead', async () => {
    const former: FormerJobs = { next: job('next'), retry: failed('retry'), operator: failed('operator') }
    const { queues, close } = await open({ retryDelaysMs: RETRY_DELAYS_MS, former })
    onTestFinished(close)
    const dead = await queues.listDead()
    const arrived = new Map<unknown, number>()
    queues.queueOf('task').consume(
      async ({ body }, attempt) => void arrived.set(body, attempt),
      () => {},
    )

    const count = await queues.retryDead(() => true)

    expect(dead).toMatchObject([{ ...former.operator, kind: 'task' }])
    expect(count).toBe(1)
    await eventually(() => Object.fromEntries(arrived)).toEqual({ next: 1, retry: 2, operator: 1 })
  })
}

function job(body: string): Job {
  return { id: randomUUID(), caseId: 'former', body }
}

function failed(body: string): FailedJob {
  return { ...job(body), attempts: 1, error: 'not today' }
}
