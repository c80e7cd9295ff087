/** A change of a clock in each year: when, in minutes since 1970-01-01T00:00Z, and the quarter-hours ahead of UTC from then on. */
type ChangeOf = (year: number) => { minute: number; offset: number }

/**
 * The two changes of every year by the footer of a TZif file (RFC 9636, 3.3): `CET-1CEST,M3.5.0,M10.5.0/3`. None where the
 * clock rests. Throws for the forms that no zone has used since 2008: days counted from the start of the year.
 */
export function changesByFooter(footer: string): ChangeOf[] {
  const [names = '', ...rules] = footer.split(',')
  if (rules.length === 0) return []
  const [, standard, summer] = /^(?:<[^>]+>|[A-Za-z]+)([-+\d:]+)(?:<[^>]+>|[A-Za-z]+)([-+\d:]*)$/.exec(names) ?? []
  if (standard === undefined || rules.length !== 2) throw new Error(`${footer} is no rule of a time zone`)
  const standardMinutes = -minutesOf(standard)
  const summerMinutes = summer ? -minutesOf(summer) : standardMinutes + 60
  return [changeBy(rules[0]!, standardMinutes, summerMinutes), changeBy(rules[1]!, summerMinutes, standardMinutes)]
}

/** `M3.5.0/2`: the last Sunday of March at 2:00 on the clock as it was; without a time 2:00. */
function changeBy(rule: string, fromMinutes: number, toMinutes: number): ChangeOf {
  const [, month, week, weekday, time = '2'] = /^M(\d+)\.(\d)\.(\d)(?:\/([-+\d:]+))?$/.exec(rule) ?? []
  if (month === undefined) throw new Error(`${rule} is no day of a month and a week`)
  return (year) => {
    const first = new Date(Date.UTC(year, Number(month) - 1))
    const days = ((Number(weekday) - first.getUTCDay() + 7) % 7) + (Number(week) - 1) * 7
    const daysInMonth = new Date(Date.UTC(year, Number(month), 0)).getUTCDate()
    const day = first.getTime() / 86_400_000 + (days < daysInMonth ? days : days - 7)
    return { minute: day * 1_440 + minutesOf(time) - fromMinutes, offset: toMinutes / 15 }
  }
}

/** `3`, `-1`, `5:30`: hours, or hours and minutes. */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.replace(/^[-+]/, '').split(':').map(Number)
  return (time.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
