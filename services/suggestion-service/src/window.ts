import { askedPeriod, type ProblemDetail, type TimesQuestion } from '@w2meet/contract'
import { MAX_HORIZON_SLOTS, SLOTS_PER_DAY, slotFromInstant, slotOfInstant } from '@w2meet/scheduling'

/** The quarter-hours `[start, end)` since 1970-01-01T00:00Z that lie whole between `from` and `to`. */
export type Window = { start: number; end: number }

const DEFAULT_DAYS = 14
const MAX_DAYS = MAX_HORIZON_SLOTS / SLOTS_PER_DAY

/** The window of a question: from now, and for two weeks, where it leaves them out. Adds every problem with it to `wrong`. */
export function windowOf(asked: Pick<TimesQuestion, 'from' | 'to'>, nowMs: number, wrong: ProblemDetail[]): Window {
  const options = { nowMs, defaultDays: DEFAULT_DAYS, mostDays: MAX_DAYS, part: 'body' } as const
  const { fromMs, toMs } = askedPeriod(asked, options, wrong)
  const start = slotFromInstant(fromMs)
  // The default of two weeks ends whole although it begins within a quarter-hour; a `to` that the question names is never passed.
  const end = asked.to === undefined ? slotFromInstant(toMs) : slotOfInstant(toMs)
  return { start, end: Math.max(start, end) }
}
