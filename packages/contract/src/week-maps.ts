import { DAYS, type Day } from '@w2meet/scheduling'
import Type, { type Static, type TSchema } from 'typebox'
import type { Place, ProblemDetail } from './problem.ts'
import { problemDetail } from './problems.ts'

const strict = { additionalProperties: false }

const Hour = Type.Integer({ minimum: 0, maximum: 23, title: 'an hour, an integer from 0 to 23' })
const QUARTER_HOUR = '(?:[01][0-9]|2[0-3]):(?:00|15|30|45)'

const Interval = Type.Object(
  {
    start: Type.String({ pattern: `^${QUARTER_HOUR}$`, title: 'a quarter-hour from "00:00" to "23:45"' }),
    end: Type.String({ pattern: `^(?:${QUARTER_HOUR}|24:00)$`, title: 'a quarter-hour from "00:15" to "24:00"' }),
  },
  strict,
)

/** Each integer is one free hour `[h, h + 1)`; a missing day is empty. */
export const HoursMap = Type.Object(byDay(Type.Optional(Type.Array(Hour, { maxItems: 1_000 }))), {
  ...strict,
  examples: [{ monday: [9, 10, 11], tuesday: [14] }],
})

/** Quarter-hours, half-open, up to `24:00`. */
export const IntervalsMap = Type.Object(byDay(Type.Optional(Type.Array(Interval, { maxItems: 1_000 }))), {
  ...strict,
  examples: [{ monday: [{ start: '09:00', end: '12:30' }] }],
})

/** In answers all seven days are present, sorted, without repeats. */
export const FullHoursMap = Type.Object(byDay(Type.Array(Hour)), strict)
/** In answers all seven days are present, merged. */
export const FullIntervalsMap = Type.Object(byDay(Type.Array(Interval)), strict)

/** A week as base64 of its 84 bytes: bit `i & 7`, lowest first, of byte `i >> 3` is quarter-hour `i`. */
export const PackedWeek = Type.String({ minLength: 112, maxLength: 112, pattern: '^[A-Za-z0-9+/]+$' })

/** A problem for each interval that does not end after it starts, which no schema can say. */
export function backwardsIntervals(intervals: Static<typeof IntervalsMap>, place: Place): ProblemDetail[] {
  return Object.entries(intervals).flatMap(([day, list]) =>
    list.flatMap((interval, index) =>
      interval.end > interval.start ? [] : [problemDetail('interval_backwards', interval, [...place, day, index])],
    ),
  )
}

function byDay<S extends TSchema>(schema: S): Record<Day, S> {
  return Object.fromEntries(DAYS.map((day) => [day, schema])) as Record<Day, S>
}
