import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect } from 'vitest'
import {
  type FailedJob,
  type Job,
  type JobFailure,
  type JobHandler,
  type JobQueue,
  type JobQueues,
  Unhandleable,
} from '../src/job-queue.ts'

/** `mail` has fewer hands than the tests give it jobs. */
export const KINDS = { task: { hands: 8 }, mail: { hands: 2 } } as const
type Queues = JobQueues<keyof typeof KINDS>

type OpenedQueues = {
  queues: Queues
  /** New queues over the same store, after those before were closed or died; they are closed if they were not. */
  reopen(): Promise<Queues>
  /** Closes whichever are open and removes the store. */
  close(): Promise<void>
}
export type OpenQueues = (options: { retryDelaysMs: readonly number[]; former?: FormerJobs }) => Promise<OpenedQueues>

/** What the version before, which had one queue for all, left in its store, each waiting for what its name says. */
export type FormerJobs = { next: Job; retry: FailedJob; operator: FailedJob }

/** Growing, and far enough apart to be told from each other. */
export const RETRY_DELAYS_MS: readonly number[] = [30, 90, 180]

type Attempt = { job: Job; attempt: number; atMs: number }

/** What a consumer was given, and what became of it, as far as it has come. */
type Watched = { attempts: Attempt[]; failures: JobFailure[]; bodies(): unknown[]; stop(): Promise<void> }

/** Queues of its own for each test. */
export type QueueBench = {
  /** As they were opened last. */
  readonly queues: Queues
  /** The one of tasks, for what holds for each. */
  readonly queue: JobQueue
  /** Consumes, and remembers every attempt and every failure. */
  consume(queue: JobQueue, handle?: JobHandler): Watched
  /** The same store in new queues; whoever consumes the old ones is stopped. */
  reopen(): Promise<void>
}

export function useQueues(open: OpenQueues): QueueBench {
  let opened: OpenedQueues
  let queues: Queues
  let consumers: Watched[]

  async function stopAll(): Promise<void> {
    await Promise.all(consumers.splice(0).map(({ stop }) => stop()))
  }

  beforeEach(async () => {
    consumers = []
    opened = await open({ retryDelaysMs: RETRY_DELAYS_MS })
    queues = opened.queues
  })
  afterEach(async () => {
    await stopAll()
    await opened.close()
  })

  return {
    get queues() {
      return queues
    },
    get queue() {
      return queues.queueOf('task')
    },
    consume(queue, handle = async () => {}) {
      const attempts: Attempt[] = []
      const failures: JobFailure[] = []
      const { stop } = queue.consume(
        (job, attempt) => {
          attempts.push({ job, attempt, atMs: performance.now() })
          return handle(job, attempt)
        },
        (failure) => failures.push(failure),
      )
      let stopped: Promise<void> | undefined
      const bodies = () => attempts.map(({ job }) => job.body)
      const watched: Watched = { attempts, failures, bodies, stop: () => (stopped ??= stop()) }
      consumers.push(watched)
      return watched
    },
    async reopen() {
      await stopAll()
      queues = await opened.reopen()
    },
  }
}

export function jobWith(body: unknown = null): Job {
  return { id: randomUUID(), caseId: `case-${randomUUID()}`, body }
}

/** What will be true of this in a while. */
export const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000, interval: 10 })

export const failing: JobHandler = () => Promise.reject(new Error('not today'))
export const hopeless: JobHandler = () => Promise.reject(new Unhandleable('never'))
