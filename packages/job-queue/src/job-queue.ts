/** A piece of work that outlives the request that asked for it. `body` is JSON. */
export type Job = { id: string; caseId: string; body: unknown }

/** A job whose handling failed, by its latest error: it waits for its next attempt, or is dead. */
export type FailedJob = Job & { attempts: number; error: string }

/** A job given up: after its last retry, or at once where a retry could not help. */
export type DeadJob = FailedJob & { kind: string; diedAtMs: number }

/**
 * Handles a job; it may get the same job more than once. Rejecting means: try again later. Rejecting with
 * `Unhandleable` means: trying again cannot help; with `GivenBack`: another consumer is to do it, this one stops.
 */
export type JobHandler = (job: Job, attempt: number) => Promise<void>

/** Trying this job again cannot help; it goes to the dead letters at once. */
export class Unhandleable extends Error {
  override name = 'Unhandleable'
}

/** Nothing came of this attempt, since the consumer stops: the job is as if nobody had taken it. For no other reason. */
export class GivenBack extends Error {
  override name = 'GivenBack'
}

export type Consumer = {
  /** The consumer takes no new jobs, and waits for those in hand. */
  stop(): Promise<void>
}

/** A durable queue of one kind of job: a job is handled at least once, after its publisher was told that it is safe. */
export type JobQueue = {
  name: string
  /** Resolves once the job survives the death of any process; rejects where the queue cannot tell. */
  publish(job: Job): Promise<void>
  /** Handles jobs as they come due, several at once. `onFailure` hears of every attempt that failed, and must not throw. */
  consume(handle: JobHandler, onFailure: (failure: JobFailure) => void): Consumer
}

/** The kinds of job a process opens queues for. `hands`: how many jobs of a kind its consumer has in hand at once. */
export type JobKinds<Kind extends string = string> = Readonly<Record<Kind, { hands: number }>>

/** So many dead jobs are looked at together, and nobody else sees those of RabbitMQ meanwhile. */
export const MAX_DROPPED_AT_ONCE = 100

/** A queue for each kind of job, with hands, retries and dead letters of its own: no kind waits for another. */
export type JobQueues<Kind extends string = string> = {
  queueOf(kind: Kind): JobQueue
  /** The dead jobs of all kinds, in the order in which they died. */
  listDead(): Promise<DeadJob[]>
  /** Sends those dead jobs again for which `isToGo` holds, each to the queue of its kind, with their attempts forgotten; returns how many. */
  retryDead(isToGo: (job: DeadJob) => boolean): Promise<number>
  /**
   * Removes the failed jobs of every kind for which `isToGo` holds, dead or waiting; returns how many. Jobs that are due or in
   * hand stay. Cost: a look at all failed jobs.
   */
  dropFailed(isToGo: (job: FailedJob) => boolean): Promise<number>
  /** Removes some of the dead jobs of every kind that died before this time, at most `MAX_DROPPED_AT_ONCE` of each; returns how many. */
  dropDead(diedBeforeMs: number): Promise<number>
  /** Rejects where the queues cannot take jobs now. */
  ping(): Promise<void>
  /** Stops the consumers, and then closes. */
  close(): Promise<void>
}

/** `retryInMs` undefined: the job is dead now. */
export type JobFailure = { job: Job; attempt: number; error: Error; retryInMs: number | undefined }

/** Waits before the second attempt, the third and so on; after the last the job is dead. */
export const RETRY_DELAYS_MS: readonly number[] = [1_000, 5_000, 30_000, 120_000, 600_000]

/** How long to wait after this attempt failed; undefined where the job is to be given up. */
export function retryDelayMs(attempt: number, error: Error, delaysMs: readonly number[]): number | undefined {
  return error instanceof Unhandleable ? undefined : delaysMs[attempt - 1]
}
