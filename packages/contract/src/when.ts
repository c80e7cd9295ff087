import { FIRST_YEAR, isIsoWeek, isTimeZone, LAST_YEAR } from '@w2meet/scheduling'
import Type from 'typebox'
import { problem } from './problems.ts'
import { TimeZone } from './users.ts'

/** The week a question is about, and on whose clock its answer is. */
export const When = {
  week: Type.Optional(Type.String({ maxLength: 20, title: 'an ISO week such as "2026-W48"', examples: ['2026-W48'] })),
  timezone: Type.Optional(TimeZone),
}
export type When = { week?: string; timezone?: string }

/** The same with nothing else. Throws a problem with its place for a week that no calendar has, and a zone that is not known. */
export function whenOf({ week, timezone }: When, part: 'query' | 'body'): When {
  if (week !== undefined && !isIsoWeek(week)) {
    throw problem('week_unknown', { week, firstYear: FIRST_YEAR, lastYear: LAST_YEAR }, [part, 'week'])
  }
  checkTimeZone(timezone, part)
  return { ...(week === undefined ? {} : { week }), ...(timezone === undefined ? {} : { timezone }) }
}

/** Throws a problem with its place for a zone that is not known. */
export function checkTimeZone(timezone: string | undefined, part: 'query' | 'body'): void {
  if (timezone !== undefined && !isTimeZone(timezone)) throw problem('timezone_unknown', { timezone }, [part, 'timezone'])
}

/** A stretch of real time, half-open; both are RFC 3339 in UTC: `2026-11-23T09:00:00Z`. */
export const Period = Type.Object({ start: Type.String(), end: Type.String() })
