import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { JobKind, ReferenceJob } from '@w2meet/contract'
import type { Clock, Log } from '@w2meet/service-kit'
import type { DueMail, Outbox } from './outbox.ts'

/** In case a notice was lost with its connection. */
const LOOK_AGAIN_MS = 30_000
const REMOVE_OLD_EVERY_MS = 60 * 60_000
/** Waits after the first failure in a row, the second and so on; then the last one. */
const RETRY_DELAYS_MS = [500, 1_000, 2_000, 5_000, 10_000] as const

/** Resolves once the job is safe in the queue of its kind. */
export type Publish = (kind: JobKind, job: { id: string; caseId: string; body: unknown }) => Promise<void>

/** Jobs of another kind that commit with changes. */
type OtherJobs = {
  /** Publishes those that are due, one after the other. */
  publishDue(nowMs: number, publish: Publish): Promise<void>
  /** When one is due; undefined where none is kept. */
  nextDueMs(): Promise<number | undefined>
}

export type OutboxRelay = {
  /** There may be something to publish; to be called whenever mails were committed. */
  wake(): void
  /** Finishes what it has in hand. */
  close(): Promise<void>
}

/**
 * Publishes a job for each mail when it is due and its turn has come, each time by another id: a worker handles a job once.
 * It may die at any moment: what it had taken is taken again ten seconds later, so that a mail may have two jobs, and its
 * claim decides. While the queue is away mails stay where they are.
 */
export function startOutboxRelay({
  outbox,
  otherJobs,
  publish,
  clock,
  log,
}: {
  outbox: Outbox
  /** Published before the mails. */
  otherJobs: OtherJobs
  publish: Publish
  clock: Clock
  log: Log
}): OutboxRelay {
  const closing = new AbortController()
  let sleep = new AbortController()
  let removeOldAtMs = Number.NEGATIVE_INFINITY

  /** Returns how long nothing will be due. */
  async function relayDue(): Promise<number> {
    while (!closing.signal.aborted) {
      const askedMs = clock.nowMs()
      await otherJobs.publishDue(askedMs, publish)
      const mails = await outbox.take(askedMs)
      if (mails.length === 0) return idleMs(askedMs)
      await publishMails(mails, askedMs)
    }
    return 0
  }

  async function idleMs(askedMs: number): Promise<number> {
    if (askedMs >= removeOldAtMs) {
      await outbox.removeOld(askedMs)
      removeOldAtMs = askedMs + REMOVE_OLD_EVERY_MS
    }
    const next = [await outbox.nextDueMs(askedMs), await otherJobs.nextDueMs()].filter((dueMs) => dueMs !== undefined)
    return Math.max(0, Math.min(LOOK_AGAIN_MS, ...next.map((dueMs) => dueMs - clock.nowMs())))
  }

  async function publishMails(mails: readonly DueMail[], takenMs: number): Promise<void> {
    const outcomes = await Promise.allSettled(
      mails.map(({ id, caseId }) =>
        publish('mail', { id: randomUUID(), caseId, body: { reference: id } satisfies ReferenceJob }),
      ),
    )
    const idsWhere = (status: 'fulfilled' | 'rejected') =>
      mails.filter((_, index) => outcomes[index]?.status === status).map(({ id }) => id)
    const published = idsWhere('fulfilled')
    const failed = idsWhere('rejected')
    if (published.length > 0) await outbox.notePublished(published, takenMs)
    if (failed.length > 0) await outbox.giveBack(failed, takenMs)
    const failure = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failure !== undefined) throw failure.reason
  }

  async function run(): Promise<void> {
    let failuresInARow = 0
    while (!closing.signal.aborted) {
      // From here on a wake cuts the next sleep short.
      sleep = new AbortController()
      try {
        const sleepMs = await relayDue()
        if (failuresInARow > 0) log.info('mails are published again')
        failuresInARow = 0
        await delay(sleepMs, undefined, { signal: sleep.signal }).catch(() => {})
      } catch (error) {
        if (failuresInARow === 0) log.warn({ err: error }, 'mails cannot be published; they are kept, and it is tried again')
        const pauseMs = RETRY_DELAYS_MS[Math.min(failuresInARow++, RETRY_DELAYS_MS.length - 1)]
        await delay(pauseMs, undefined, { signal: closing.signal }).catch(() => {})
      }
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
