import { format, shortTime, time } from './formats.ts'

/** 2024-01-01 was a Monday. */
const MONDAY_MS = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

/** 0 is Monday. */
export function dayName(day: number, weekday: 'short' | 'long' = 'long'): string {
  return format({ weekday }).format(MONDAY_MS + day * DAY_MS)
}

/** The time of day at which a quarter-hour of a day begins, 0 to 96: `09:00`, or `9:00 AM`. */
export function timeOfDay(slot: number): string {
  return format(time).format(MONDAY_MS + slot * 15 * 60_000)
}

/** The same, as short as a label beside a grid has to be: `09:00`, or `9 AM`. */
export function hourLabel(hour: number): string {
  return format(shortTime).format(MONDAY_MS + hour * 3_600_000)
}
