import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

/** The most lines in one second; the log counts those beyond. */
const MAX_LINES = 10
const WINDOW_MS = 1_000

/** A request that the server itself refuses, so that no app logs it. The reason names nobody. */
type Refused = { caseId: string; status: number; reason: string }

/** A line for each request that an HTTP server refuses before an app gets it, bounded in rate, since anybody can cause refusals. */
export type RefusalLog = {
  refused(refusal: Refused): void
  /** The server ended a connection without an answer. */
  dropped(reason: string): void
  /** Logs how many lines a second that is over left out. The server calls it every now and then, and at its end with `always`. */
  tellLeftOut(always?: boolean): void
}

export function createRefusalLog({ log, clock }: { log: Log | undefined; clock: Clock }): RefusalLog {
  let windowEndMs = 0
  let lines = 0
  let leftOut = 0

  function tellLeftOut(always = false): void {
    if (leftOut === 0 || (clock.nowMs() < windowEndMs && !always)) return
    log?.warn({ left_out: leftOut }, `${leftOut} more requests were refused, or connections dropped, without a line each`)
    leftOut = 0
  }

  function bounded(write: (log: Log) => void): void {
    if (log === undefined) return
    tellLeftOut()
    const nowMs = clock.nowMs()
    if (nowMs >= windowEndMs) {
      windowEndMs = nowMs + WINDOW_MS
      lines = 0
    }
    if (lines++ < MAX_LINES) write(log)
    else leftOut++
  }

  return {
    refused: ({ caseId, status, reason }) => bounded((log) => log.info({ case_id: caseId, status, reason }, 'request refused')),
    dropped: (reason) => bounded((log) => log.warn({ reason }, 'connection dropped')),
    tellLeftOut,
  }
}
