import { FIRST_YEAR, type Horizon, LAST_YEAR, slotFromInstant } from './horizon.ts'
import { getZone } from './time-zone.ts'
import { epochMsOfWall, offsetMsAt } from './zone-clock.ts'

/** A week by ISO 8601, from Monday on: `2026-W48`. The first of a year is the one that has January 4. */
export type IsoWeek = string

const DAY_MS = 86_400_000

/** Whether this is a week by ISO 8601 that there is, of the years 1980 to 2099: `2026-W54` and `2027-W53` are not. */
export function isIsoWeek(text: string): boolean {
  if (!/^\d{4}-W\d{2}$/.test(text)) return false
  const { year, number } = partsOf(text)
  const weeks = (firstMonday(year + 1) - firstMonday(year)) / 7
  return year >= FIRST_YEAR && year <= LAST_YEAR && number >= 1 && number <= weeks
}

/** The week that the calendar in `timezone` shows at an instant. Throws a RangeError for a zone that is not known. */
export function isoWeekAt(epochMs: number, timezone: string): IsoWeek {
  const shownMs = epochMs + offsetMsAt(getZone(timezone), epochMs)
  const { yearOfWeek, weekOfYear } = Temporal.Instant.fromEpochMilliseconds(shownMs).toZonedDateTimeISO('UTC')
  return `${yearOfWeek}-W${String(weekOfYear).padStart(2, '0')}`
}

/**
 * The week from Monday 00:00 to the next on the clock of `timezone`: 672 slots, more or fewer where the clock jumps in
 * between. Weeks that follow each other meet: each begins with the first instant of its Monday, whatever the clock shows
 * at it. Throws a RangeError for a week or a zone that there is not.
 */
export function horizonOfWeek(week: IsoWeek, timezone: string): Horizon {
  const monday = mondayOf(week)
  const start = startOfDay(monday, timezone)
  return { start, slots: startOfDay(monday.add({ days: 7 }), timezone) - start }
}

/** The Monday with which a week begins. Throws a RangeError for a week that there is not. */
export function mondayOf(week: IsoWeek): Temporal.PlainDate {
  if (!isIsoWeek(week)) throw new RangeError(`${week} is no week of ISO 8601 between ${FIRST_YEAR} and ${LAST_YEAR}`)
  const { year, number } = partsOf(week)
  return new Temporal.PlainDate(1970, 1, 1).add({ days: firstMonday(year) + (number - 1) * 7 })
}

function startOfDay(date: Temporal.PlainDate, timezone: string): number {
  return slotFromInstant(epochMsOfWall(getZone(timezone), date.toZonedDateTime('UTC').epochMilliseconds))
}

function partsOf(week: IsoWeek): { year: number; number: number } {
  return { year: Number(week.slice(0, 4)), number: Number(week.slice(6)) }
}

/** The days from 1970-01-01, a Thursday, to the Monday of a year's first week. */
function firstMonday(year: number): number {
  const january4 = Date.UTC(year, 0, 4) / DAY_MS
  return january4 - ((january4 + 3) % 7)
}
