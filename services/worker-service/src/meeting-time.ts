import { getZone, offsetMsAt, offsetText } from '@w2meet/scheduling'

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' })
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' })

/**
 * When a meeting is, on the reader's own clock: `Monday, 30 November 2026, 10:00 to 11:00 (GMT+1, Europe/Paris)`, with the
 * day of its end where that is another. Throws a RangeError for a zone that is not known.
 */
export function meetingTime({ start, end }: { start: string; end: string }, timeZone: string): string {
  const zone = getZone(timeZone)
  const instants = [Date.parse(start), Date.parse(end)]
  const offsetsMs = instants.map((instant) => offsetMsAt(zone, instant))
  // Shifted, so that a clock of UTC shows what the reader's does by the zone table, whatever zones this Node.js has.
  const [from, to] = instants.map((instant, index) => instant + offsetsMs[index]!) as [number, number]

  const startText = `${weekdayFirst(day.format(from))}, ${clock.format(from)}`
  const sameDay = day.format(from) === day.format(to)
  const endText = sameDay ? clock.format(to) : `${weekdayFirst(day.format(to))}, ${clock.format(to)}`
  const offsets = [...new Set(offsetsMs.map(offsetText))].join(' to ')
  return `${startText} to ${endText} (${clockText(timeZone, offsets)})`
}

/** The sign in a name such as `Etc/GMT+3` is the other way round, and would contradict the offset beside it. */
function clockText(timeZone: string, offsets: string): string {
  if (timeZone === 'UTC') return 'UTC'
  return /^Etc\/GMT[+-]/i.test(timeZone) ? offsets : `${offsets}, ${timeZone}`
}

/** ICU writes `Monday 30 November 2026` or `Monday, 30 November 2026`, by its version. */
function weekdayFirst(day: string): string {
  return day.replace(/^(\p{L}+),? /u, '$1, ')
}
