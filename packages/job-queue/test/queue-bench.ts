import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect } from 'vitest'
import { type Job, type JobFailure, type JobHandler, type JobQueue, Unhandleable } from '../src/job-queue.ts'

export type OpenedQueue = {
  queue: JobQueue
  /** A new queue over the same store, after the one before was closed or died; that one is closed if it was not. */
  reopen(): Promise<JobQueue>
  /** Closes whichever is open and removes the store. */
  close(): Promise<void>
}
export type OpenQueue = (options: { retryDelaysMs: readonly number[] }) => Promise<OpenedQueue>

/** Growing, and far enough apart to be told from each other. */
export const RETRY_DELAYS_MS: readonly number[] = [30, 90, 180]

type Attempt = { job: Job; attempt: number; atMs: number }

/** What a consumer was given, and what became of it, as far as it has come. */
type Watched = { attempts: Attempt[]; failures: JobFailure[]; bodies(): unknown[]; stop(): Promise<void> }

/** A queue of its own for each test. */
export type QueueBench = {
  readonly queue: JobQueue
  /** Consumes, and remembers every attempt and every failure. */
  consume(queue: JobQueue, handle?: JobHandler): Watched
  /** The same store in a new queue; whoever consumes the old one is stopped. */
  reopened(): Promise<JobQueue>
}

export function useQueue(open: OpenQueue): QueueBench {
  let opened: OpenedQueue
  let consumers: Watched[]

  async function stopAll(): Promise<void> {
    await Promise.all(consumers.splice(0).map(({ stop }) => stop()))
  }

  beforeEach(async () => {
    consumers = []
    opened = await open({ retryDelaysMs: RETRY_DELAYS_MS })
  })
  afterEach(async () => {
    await stopAll()
    await opened.close()
  })

  return {
    get queue() {
      return opened.queue
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
    async reopened() {
      await stopAll()
      return opened.reopen()
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
