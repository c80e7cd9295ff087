import { FIRST_YEAR, isIsoWeek, isTimeZone, LAST_YEAR, parseInstant } from '@w2meet/scheduling'
import Type from 'typebox'
import type { ProblemDetail } from './problem.ts'
import { problem, problemDetail } from './problems.ts'

export const TimeZone = Type.String({ minLength: 1, maxLength: 64, title: 'an IANA time zone', examples: ['Europe/Paris'] })

/** The week that a question is about, and the zone on whose clock the answer is. */
export const When = {
  week: Type.Optional(Type.String({ maxLength: 20, title: 'an ISO week such as "2026-W48"', examples: ['2026-W48'] })),
  timezone: Type.Optional(TimeZone),
}
export type When = { week?: string; timezone?: string }

/** The refusals of a week and a zone of the right shape. */
export const WHEN_PROBLEMS = ['week_unknown', 'timezone_unknown'] as const

/** The week and the zone of a request. Throws a problem with its place for a week that no calendar has, and an unknown zone. */
export function whenOf({ week, timezone }: When, part: 'query' | 'body'): When {
  if (week !== undefined && !isIsoWeek(week)) {
    throw problem('week_unknown', { week, firstYear: FIRST_YEAR, lastYear: LAST_YEAR }, [part, 'week'])
  }
  if (timezone !== undefined && !isTimeZone(timezone)) throw problem('timezone_unknown', { timezone }, [part, 'timezone'])
  return { ...(week === undefined ? {} : { week }), ...(timezone === undefined ? {} : { timezone }) }
}

/** The refusals of `from` and `to` of the right shape. */
export const PERIOD_PROBLEMS = ['instant_unknown', 'window_backwards', 'window_too_long'] as const

const DAY_MS = 86_400_000

/**
 * The time `[fromMs, toMs)` that `from` and `to` name, in milliseconds since 1970-01-01T00:00Z: from now, and for
 * `defaultDays`, where the question leaves them out. Adds every problem with it to `wrong`, also a span over `mostDays`.
 */
export function askedPeriod(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  { nowMs, defaultDays, mostDays, part }: { nowMs: number; defaultDays: number; mostDays: number; part: 'query' | 'body' },
  wrong: ProblemDetail[],
): { fromMs: number; toMs: number } {
  const read = (name: 'from' | 'to', given: string) => {
    const epochMs = parseInstant(given)
    const facts = { given, firstYear: FIRST_YEAR, lastYear: LAST_YEAR }
    if (Number.isNaN(epochMs)) wrong.push(problemDetail('instant_unknown', facts, [part, name]))
    return epochMs
  }
  const fromMs = from === undefined ? nowMs : read('from', from)
  const toMs = to === undefined ? fromMs + defaultDays * DAY_MS : read('to', to)
  if (toMs <= fromMs) {
    wrong.push(problemDetail('window_backwards', { from: new Date(fromMs).toISOString(), to: to! }, [part, 'to']))
  } else if (toMs - fromMs > mostDays * DAY_MS) {
    const facts = { days: Math.ceil((toMs - fromMs) / DAY_MS), most: mostDays }
    wrong.push(problemDetail('window_too_long', facts, [part, 'to']))
  }
  return { fromMs, toMs }
}

/** A stretch of real time, half-open; both are RFC 3339 in UTC: `2026-11-23T09:00:00Z`. */
export const Period = Type.Object({ start: Type.String(), end: Type.String() })
