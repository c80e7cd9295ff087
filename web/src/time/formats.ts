/** English text with the person's own habits of writing dates and times, where they read English. */
const locale = navigator.languages.find((language) => language.startsWith('en')) ?? 'en-GB'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Always in UTC: a time on another clock is moved by the zone table first, since browsers know zones of their own edition. */
export function format(options: Omit<Intl.DateTimeFormatOptions, 'timeZone'>): Intl.DateTimeFormat {
  const key = JSON.stringify(options)
  let found = formats.get(key)
  if (found === undefined) formats.set(key, (found = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })))
  return found
}

const twelve = format({ hour: 'numeric' }).resolvedOptions().hour12 === true

/** `9:00 AM`, or `09:00`. */
export const time: Intl.DateTimeFormatOptions = { hour: twelve ? 'numeric' : '2-digit', minute: '2-digit' }
/** `9 AM`, or `09:00`. */
export const shortTime: Intl.DateTimeFormatOptions = twelve ? { hour: 'numeric' } : time

export function listOf(texts: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(texts)
}
