import { setTimeout as delay } from 'node:timers/promises'

const WAIT_MS = 2_000
const RETRY_MS = 20
/** SQLite's primary result codes: another connection, or a statement of this one, holds what is needed. */
export const BUSY = 5
const LOCKED = 6

/**
 * Does work on a SQLite file as soon as no other process holds it; rejects where that takes two seconds, or the work fails for
 * another reason. SQLite's own waiting would stop the event loop meanwhile. The work must change nothing where it throws.
 */
export async function whenFree<T>(work: () => T): Promise<T> {
  const deadlineMs = performance.now() + WAIT_MS
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadlineMs) throw error
    }
    await delay(RETRY_MS)
  }
}

/** Whether somebody else holds the file; the low byte is the primary code. */
export function isBusy(error: unknown): boolean {
  const { errcode = 0 } = error as { errcode?: number }
  return (errcode & 0xff) === BUSY || (errcode & 0xff) === LOCKED
}
