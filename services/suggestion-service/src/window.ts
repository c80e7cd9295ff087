import { type FindTime, type ProblemDetail, problemDetail } from '@w2meet/contract'
import { FIRST_YEAR, LAST_YEAR, MOST_HORIZON_SLOTS, SLOTS_PER_DAY, slotFromInstant, slotOfInstant } from '@w2meet/scheduling'

/** The quarter-hours `[start, end)` since 1970-01-01T00:00Z that lie whole between `from` and `to`. */
export type Window = { start: number; end: number }

const DEFAULT_SLOTS = 14 * SLOTS_PER_DAY

/** From now, and for two weeks, where it is not said. Adds what is wrong with it to `wrong`. */
export function windowOf({ from, to }: Pick<FindTime, 'from' | 'to'>, nowMs: number, wrong: ProblemDetail[]): Window {
  const fromMs = from === undefined ? nowMs : readInstant(from, ['body', 'from'], wrong)
  const start = slotFromInstant(fromMs)
  if (to === undefined) return { start, end: start + DEFAULT_SLOTS }
  const toMs = readInstant(to, ['body', 'to'], wrong)
  const end = slotOfInstant(toMs)
  if (toMs <= fromMs) {
    const facts = { from: new Date(fromMs).toISOString(), to }
    wrong.push(problemDetail('window_backwards', facts, ['body', 'to']))
  } else if (end - start > MOST_HORIZON_SLOTS) {
    const facts = { days: Math.ceil((end - start) / SLOTS_PER_DAY), most: MOST_HORIZON_SLOTS / SLOTS_PER_DAY }
    wrong.push(problemDetail('window_too_long', facts, ['body', 'to']))
  }
  return { start, end: Math.max(start, end) }
}

/** Milliseconds since 1970-01-01T00:00Z; NaN, and one thing more that is wrong, where it is no instant. */
function readInstant(given: string, loc: string[], wrong: ProblemDetail[]): number {
  const epochMs = parseInstant(given)
  if (epochMs >= FIRST_MS && epochMs < END_MS) return epochMs
  wrong.push(problemDetail('instant_unknown', { given, firstYear: FIRST_YEAR, lastYear: LAST_YEAR }, loc))
  return Number.NaN
}
const FIRST_MS = Date.UTC(FIRST_YEAR, 0)
const END_MS = Date.UTC(LAST_YEAR + 1, 0)

function parseInstant(given: string): number {
  try {
    return Temporal.Instant.from(given).epochMilliseconds
  } catch {
    return Number.NaN
  }
}
