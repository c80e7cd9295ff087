import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { ReferenceJob } from '@w2meet/contract'
import type { Clock, Log } from '@w2meet/service-kit'
import { type DueJobs, NO_TURN, type TakenJob } from './due-jobs.ts'
import { LOOK_AGAIN_MS } from './outbox.ts'
import { createRelayPauses } from './relay-pauses.ts'

/** A relay sleeps no longer after jobs were due: it may have left some, for want of a place or for an unsettled earlier job. */
const LOOK_SOON_MS = 1_000
/** A relay leaves fewer free places in a queue unfilled, since each filling costs the same few statements. */
const MIN_PLACES = 16
/** The part of a relay's work that is of no kind: what it asks of the database. */
const LOOKING = 'looking for jobs'

/** Resolves once the job is safe in the queue of its kind. */
export type PublishJob = (kind: string, job: { id: string; caseId: string; body: ReferenceJob }) => Promise<void>

export type OutboxRelay = {
  /** Has the relay look for jobs now; call this for each notice on the outbox's channel. */
  wake(): void
  /** Resolves when the relay has noted the jobs that it had taken. */
  close(): Promise<void>
}

type RelayOptions = {
  dueJobs: DueJobs
  publish: PublishJob
  clock: Clock
  log: Log
}

/**
 * Publishes a job for each row of the outbox when the row is due and its turn has come, each time by another id: a worker handles
 * a job once. A relay may die at any moment: ten seconds later a relay takes its rows again, so that a row may have two jobs, and
 * handlers must do no harm by that. While the queue is away rows stay where they are. A kind whose queue fails does not hold up
 * the others.
 */
export function startOutboxRelay({ dueJobs, publish, clock, log }: RelayOptions): OutboxRelay {
  const closing = new AbortController()
  let sleep = new AbortController()
  const pauses = createRelayPauses(log)
  /** The turn that this relay served last, by kind. */
  const lastTurns = new Map<string, string>()

  /** Publishes due jobs that have a place in their queue; returns how long the relay may sleep unless a notice comes. */
  async function relayDue(): Promise<number> {
    try {
      const lookedMs = clock.nowMs()
      const { kinds, nextMs = Number.POSITIVE_INFINITY } = await dueJobs.look(lookedMs)
      const due = kinds.filter(({ anyDue, places }) => anyDue && places >= MIN_PLACES)
      await Promise.all(due.map(({ kind, places }) => relayKind(kind, lookedMs, places)))
      pauses.succeeded(LOOKING)
      const mostMs = kinds.some(({ anyDue }) => anyDue) ? LOOK_SOON_MS : LOOK_AGAIN_MS
      const pausesMs = due.map(({ kind }) => pauses.leftMs(kind)).filter((leftMs) => leftMs > 0)
      return Math.max(0, Math.min(mostMs, nextMs - clock.nowMs(), ...pausesMs))
    } catch (error) {
      pauses.failed(LOOKING, error)
      return pauses.leftMs(LOOKING)
    }
  }

  /** Does not reject: a kind whose jobs cannot be published is left alone for a while. */
  async function relayKind(kind: string, takenMs: number, places: number): Promise<void> {
    if (pauses.leftMs(kind) > 0) return
    try {
      const { jobs, lastTurn } = await dueJobs.take(kind, takenMs, places, lastTurns.get(kind) ?? NO_TURN)
      lastTurns.set(kind, lastTurn)
      if (jobs.length > 0) await publishAll(kind, jobs, takenMs)
      pauses.succeeded(kind)
    } catch (error) {
      pauses.failed(kind, error)
    }
  }

  async function publishAll(kind: string, jobs: readonly TakenJob[], takenMs: number): Promise<void> {
    const outcomes = await Promise.allSettled(
      jobs.map(({ reference, caseId }) => publish(kind, { id: randomUUID(), caseId, body: { reference } })),
    )
    const referencesWhere = (status: 'fulfilled' | 'rejected') =>
      jobs.filter((_, index) => outcomes[index]?.status === status).map(({ reference }) => reference)
    const published = referencesWhere('fulfilled')
    const failed = referencesWhere('rejected')
    if (published.length > 0) await dueJobs.notePublished(kind, published, takenMs)
    if (failed.length > 0) await dueJobs.giveBack(kind, failed, takenMs)
    const failure = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failure !== undefined) throw failure.reason
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      // From here on a wake cuts the next sleep short.
      sleep = new AbortController()
      const sleepMs = await relayDue()
      if (!closing.signal.aborted) await delay(sleepMs, undefined, { signal: sleep.signal }).catch(() => {})
    }
  }

  const running = run()
  return {
    wake: () => sleep.abort(),
    async close() {
      closing.abort()
      sleep.abort()
      await running
    },
  }
}
