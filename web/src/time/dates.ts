/** English text with the person's own habits of writing dates and times, where they read English. */
const locale = navigator.languages.find((language) => language.startsWith('en')) ?? 'en-GB'

const formats = new Map<string, Intl.DateTimeFormat>()
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options)
  let found = formats.get(key)
  if (found === undefined) formats.set(key, (found = new Intl.DateTimeFormat(locale, options)))
  return found
}

/** `9:00 AM`, or `09:00`. */
const twelve = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true
const time: Intl.DateTimeFormatOptions = { hour: twelve ? 'numeric' : '2-digit', minute: '2-digit' }

/** 2024-01-01 was a Monday. */
const MONDAY_MS = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

/** 0 is Monday. */
export function dayName(day: number, weekday: 'short' | 'long' = 'long'): string {
  return format({ weekday, timeZone: 'UTC' }).format(MONDAY_MS + day * DAY_MS)
}

/** The time of day at which a quarter-hour of a day begins, 0 to 96: `09:00`, or `9:00 AM`. */
export function timeOfDay(slot: number): string {
  return format({ ...time, timeZone: 'UTC' }).format(MONDAY_MS + slot * 15 * 60_000)
}

/** An hour as short as a label beside a grid has to be: `09:00`, or `9 AM`. */
export function hourLabel(hour: number): string {
  return format({ ...(twelve ? { hour: 'numeric' } : time), timeZone: 'UTC' }).format(MONDAY_MS + hour * 3_600_000)
}

/** `Monday 23 November`, with the year where it is not this one. */
export function dateAt(instant: string | number, timeZone: string): string {
  const yearOf = format({ year: 'numeric', timeZone })
  const year = yearOf.format(new Date(instant)) === yearOf.format(new Date()) ? undefined : 'numeric'
  return format({ weekday: 'long', day: 'numeric', month: 'long', year, timeZone }).format(new Date(instant))
}

/** `Mon 23 Nov`. */
export function shortDateAt(instant: string | number, timeZone: string): string {
  return format({ weekday: 'short', day: 'numeric', month: 'short', timeZone }).format(new Date(instant))
}

/** `23 Nov`. */
export function dayAndMonthAt(instant: string | number, timeZone: string): string {
  return format({ day: 'numeric', month: 'short', timeZone }).format(new Date(instant))
}

export function timeAt(instant: string | number, timeZone: string): string {
  return format({ ...time, timeZone }).format(new Date(instant))
}

/** `09:00 – 10:00`, as the language writes it. */
export function timesBetween(start: string, end: string, timeZone: string): string {
  return format({ ...time, timeZone }).formatRange(new Date(start), new Date(end))
}

export function listOf(texts: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(texts)
}
