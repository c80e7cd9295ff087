/**
 * When a meeting is, on the reader's own clock: `Monday, 30 November 2026, 10:00 to 11:00 (GMT+1, Europe/Paris)`, with the
 * day of its end where that is another.
 */
export function meetingTime({ start, end }: { start: string; end: string }, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone })
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone })
  const offset = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'shortOffset', timeZone })
  const [from, to] = [new Date(start), new Date(end)]
  const offsetOf = (time: Date) => offset.formatToParts(time).find(({ type }) => type === 'timeZoneName')!.value

  const startText = `${weekdayFirst(day.format(from))}, ${clock.format(from)}`
  const sameDay = day.format(from) === day.format(to)
  const endText = sameDay ? clock.format(to) : `${weekdayFirst(day.format(to))}, ${clock.format(to)}`
  const offsets = [...new Set([offsetOf(from), offsetOf(to)])].join(' to ')
  return `${startText} to ${endText} (${timeZone === 'UTC' ? 'UTC' : `${offsets}, ${timeZone}`})`
}

/** ICU writes `Monday 30 November 2026` or `Monday, 30 November 2026`, by its version. */
function weekdayFirst(day: string): string {
  return day.replace(/^(\p{L}+),? /u, '$1, ')
}
