import { isDate } from '../time/local-dates.ts'
import { BREAKS, fitting, PREFERENCES, type Search, type SearchGroup, STEPS, type Within } from './search.ts'

/** The search in an address, without parameters that no search can mean. */
export function searchOf(params: URLSearchParams): Search {
  const seen = new Set<string>()
  /** A person whom an earlier list names is left out of a later one. */
  const people = (list: string | null) =>
    (list ?? '').split(',').filter((email) => email !== '' && !seen.has(email) && seen.add(email))
  const date = (name: string) => (isDate(params.get(name) ?? '') ? { [name]: params.get(name)! } : {})
  const number = (name: string) => Number(params.get(name) ?? Number.NaN)
  const duration = number('duration')
  const within = withinOf(params.get('hours') ?? '')
  return fitting({
    required: people(params.get('required')),
    optional: people(params.get('optional')),
    groups: params.getAll('group').map((group): SearchGroup => {
      const [, count, members] = /^(\d+),(.*)$/.exec(group) ?? []
      return { members: people(members ?? null), atLeast: Math.max(1, Number(count)) }
    }),
    ...(number('least') >= 1 ? { atLeast: Math.floor(number('least')) } : {}),
    durationMinutes: duration >= 15 && duration <= 720 && duration % 15 === 0 ? duration : 60,
    stepMinutes: STEPS.find((step) => step === number('step')) ?? 30,
    ...date('from'),
    ...date('to'),
    ...(within === undefined ? {} : { within }),
    breakMinutes: BREAKS.find((minutes) => minutes === number('break')) ?? 0,
    preference: PREFERENCES.find((known) => known === params.get('prefer')) ?? 'most',
    ...date('week'),
  })
}

/** The parameters of a search, without those at their defaults. */
export function paramsOf(search: Search): URLSearchParams {
  const { required, optional, groups, within } = search
  const given: [string, string | undefined][] = [
    ['required', required.join()],
    ['optional', optional.join()],
    ...groups.map(({ members, atLeast }): [string, string] => ['group', [atLeast, ...members].join()]),
    ['least', search.atLeast?.toString()],
    ['duration', unless(60, search.durationMinutes)],
    ['step', unless(30, search.stepMinutes)],
    ['from', search.from],
    ['to', search.to],
    ['hours', within && `${within.days.map((day) => day + 1).join('')},${within.start}-${within.end}`],
    ['break', unless(0, search.breakMinutes)],
    ['prefer', unless('most', search.preference)],
    ['week', search.week],
  ]
  return new URLSearchParams(given.filter((pair): pair is [string, string] => Boolean(pair[1])))
}

function unless<T extends string | number>(usual: T, value: T): string | undefined {
  return value === usual ? undefined : String(value)
}

/** `12345,09:00-17:00`: days from 1, Monday, to 7. */
function withinOf(text: string): Within | undefined {
  const [, digits, start, end] =
    /^([1-7]+),((?:[01]\d|2[0-3]):(?:00|15|30|45))-((?:[01]\d|2[0-4]):(?:00|15|30|45))$/.exec(text) ?? []
  if (digits === undefined || start! >= end! || end! > '24:00') return undefined
  return { days: [...new Set(digits)].sort().map((digit) => Number(digit) - 1), start: start!, end: end! }
}
