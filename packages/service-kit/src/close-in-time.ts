import { inTime } from './in-time.ts'
import type { Log } from './log.ts'

/** Whoever stops a process kills it after ten seconds, or not much later. */
const CLOSE_WITHIN_MS = 9_000

/**
 * Closes what is open, or leaves it as it is where a dependency does not let itself be closed in time: nothing is lost by that, since
 * the process must survive being killed anyway. Then the log says so, and the process has failed.
 */
export async function closeInTime(close: () => PromiseLike<unknown>, log: Log): Promise<void> {
  const late = () => new Error('what is still open, a frozen database for one, is left as it is')
  try {
    await inTime(Promise.try(close), CLOSE_WITHIN_MS, late)
  } catch (error) {
    log.error({ reason: (error as Error).message }, 'stopping failed')
    process.exitCode = 1
  }
}
