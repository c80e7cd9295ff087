import { inTime } from './in-time.ts'
import type { Log } from './log.ts'

/** Whoever stops a process kills it after ten seconds, and its last words take some. */
const CLOSE_WITHIN_MS = 8_000

/**
 * Closes what is open, or leaves it as it is where something does not let itself be closed in time: nothing is lost by that, since
 * the process must survive being killed anyway. Then the log says what is left, the process has failed, and this is false.
 */
export async function closeInTime(
  close: () => PromiseLike<unknown>,
  log: Log,
  closingNow: () => string | undefined = () => undefined,
): Promise<boolean> {
  const late = () => {
    const part = closingNow() ?? 'what is open'
    return new Error(`closing ${part} takes longer than ${CLOSE_WITHIN_MS / 1_000} s: it is left as it is`)
  }
  try {
    await inTime(Promise.try(close), CLOSE_WITHIN_MS, late)
    return true
  } catch (error) {
    log.error({ reason: (error as Error).message }, 'stopping failed')
    process.exitCode = 1
    return false
  }
}
