import { askedPeriod, type FindTime, type ProblemDetail } from '@w2meet/contract'
import { epochMsOfSlot, MOST_HORIZON_SLOTS, SLOTS_PER_DAY, slotFromInstant, slotOfInstant } from '@w2meet/scheduling'

/** The quarter-hours `[start, end)` since 1970-01-01T00:00Z that lie whole between `from` and `to`. */
export type Window = { start: number; end: number }

const DEFAULT_DAYS = 14
const MOST_DAYS = MOST_HORIZON_SLOTS / SLOTS_PER_DAY

/** From the next quarter-hour, and for two weeks, where it is not said. Adds what is wrong with it to `wrong`. */
export function windowOf(asked: Pick<FindTime, 'from' | 'to'>, nowMs: number, wrong: ProblemDetail[]): Window {
  const nextMs = epochMsOfSlot(slotFromInstant(nowMs))
  const options = { nowMs: nextMs, defaultDays: DEFAULT_DAYS, mostDays: MOST_DAYS, part: 'body' } as const
  const { fromMs, toMs } = askedPeriod(asked, options, wrong)
  const start = slotFromInstant(fromMs)
  // Between two quarter-hours there may be none.
  return { start, end: Math.max(start, slotOfInstant(toMs)) }
}
