import { epochMsOfWall } from '@w2meet/scheduling'
import { shownMs, zoneOf } from './zone-table.ts'

/** A date as `YYYY-MM-DD`; arithmetic is on the calendar alone, without a zone. */
const DAY_MS = 86_400_000

const msOf = (date: string): number => Date.parse(`${date}T00:00:00Z`)
const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(msOf(text)) && dateOf(msOf(text)) === text
}

export function addDays(date: string, days: number): string {
  return dateOf(msOf(date) + days * DAY_MS)
}

/** The date that the clock of `timeZone` shows at an instant. */
export function dateIn(timeZone: string, instantMs: number): string {
  return dateOf(shownMs(timeZone, instantMs))
}

/** The Monday of the week a date is in. */
export function mondayOf(date: string): string {
  return addDays(date, -((new Date(msOf(date)).getUTCDay() + 6) % 7))
}

/** The ISO 8601 week of a date: `2026-W48`. Its year is that of its Thursday. */
export function isoWeekOf(date: string): string {
  const thursday = addDays(mondayOf(date), 3)
  const days = (msOf(thursday) - msOf(`${thursday.slice(0, 4)}-01-01`)) / DAY_MS
  return `${thursday.slice(0, 4)}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`
}

/**
 * When the clock of `timeZone` shows `minutes` after midnight of a date, in milliseconds since 1970. By RFC 5545, 3.3.5: of a
 * time that is shown twice the first; one that is skipped is read with the offset before the gap.
 */
export function epochMsOfLocal(date: string, minutes: number, timeZone: string): number {
  return epochMsOfWall(zoneOf(timeZone), msOf(date) + minutes * 60_000)
}

/** The minutes after midnight that the clock of `timeZone` shows at an instant. */
export function minutesIn(timeZone: string, instantMs: number): number {
  return Math.floor((shownMs(timeZone, instantMs) % DAY_MS) / 60_000)
}
