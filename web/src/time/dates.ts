import { format, time } from './formats.ts'
import { shownMs } from './zone-table.ts'

/** `Monday 23 November`, with the year where it is not this one. */
export function dateAt(instant: string | number, timeZone: string): string {
  const shown = shownMs(timeZone, instant)
  const yearOf = format({ year: 'numeric' })
  const year = yearOf.format(shown) === yearOf.format(shownMs(timeZone, Date.now())) ? undefined : 'numeric'
  return format({ weekday: 'long', day: 'numeric', month: 'long', year }).format(shown)
}

/** `Mon 23 Nov`. */
export function shortDateAt(instant: string | number, timeZone: string): string {
  return format({ weekday: 'short', day: 'numeric', month: 'short' }).format(shownMs(timeZone, instant))
}

/** `23 Nov`. */
export function dayAndMonthAt(instant: string | number, timeZone: string): string {
  return format({ day: 'numeric', month: 'short' }).format(shownMs(timeZone, instant))
}

export function timeAt(instant: string | number, timeZone: string): string {
  return format(time).format(shownMs(timeZone, instant))
}

/** `09:00 – 10:00`, as the language writes it. */
export function timesBetween(start: string, end: string, timeZone: string): string {
  return format(time).formatRange(shownMs(timeZone, start), shownMs(timeZone, end))
}
