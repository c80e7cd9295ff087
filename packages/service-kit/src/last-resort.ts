import { closeInTime } from './close-in-time.ts'
import type { Log } from './log.ts'

const END_WITHIN_MS = 500

/**
 * Ends the process where an error reaches nobody, thrown in the background or in a promise that nobody awaits: no state can be
 * relied on then. It says so in one line, closes what is open, and exits with 1.
 */
export function endOnStrayErrors(log: Log, close: () => PromiseLike<unknown>): void {
  let ending = false
  // Node.js brings rejections here too.
  process.on('uncaughtException', (error: unknown) => {
    if (ending) return
    ending = true
    log.fatal(factsOf(error), 'an error reached nobody: the process closes what is open, and ends')
    void closeInTime(close, log).then(() => log.flush(() => process.exit(1)))
  })
}

/** Ends the process when nothing is left to do, and soon in any case: what it said last may wait for a reader who never comes. */
export function endSoon(): void {
  setTimeout(() => process.exit(), END_WITHIN_MS).unref()
}

/** What was thrown, and where: the first line of its stack, for whoever mends it. */
function factsOf(error: unknown): { reason: string; at?: string } {
  if (!(error instanceof Error)) return { reason: String(error) }
  const at = /^ {4}at (.+)$/m.exec(error.stack ?? '')?.[1]
  return { reason: error.message, ...(at && { at }) }
}
