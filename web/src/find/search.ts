import type { TimesPreference } from '@w2meet/contract'

/** A search for a time. All of it is in the address (`search-params.ts`), so that people can share and reload it. */
export type Search = {
  required: string[]
  optional: string[]
  /** Of each group some must come, any of its members. */
  groups: SearchGroup[]
  /** How many of those who must or may come are enough; undefined: all who must. */
  atLeast?: number
  durationMinutes: number
  stepMinutes: (typeof STEPS)[number]
  /** Dates in the viewer's zone, both included; undefined: from now, for two weeks. */
  from?: string
  to?: string
  within?: Within
  /** Kept free before and after other meetings. */
  breakMinutes: number
  preference: TimesPreference
  /** A date in the week that the heat map shows; undefined: that of the first suggestion. */
  week?: string
}
export type SearchGroup = { members: string[]; atLeast: number }
/** Days 0 to 6, the same hours on each, as `HH:MM` on the viewer's clock. */
export type Within = { days: readonly number[]; start: string; end: string }
/** A person's role in a meeting: a number is the index of a group. */
export type Role = 'required' | 'optional' | number

export const DURATIONS = [15, 30, 45, 60, 90, 120, 180, 240]
export const STEPS = [15, 30, 60] as const
export const BREAKS = [0, 5, 10, 15, 30, 60]
export const PREFERENCES = ['most', 'first', 'last', 'random'] as const
export const WORKING_HOURS: Within = { days: [0, 1, 2, 3, 4], start: '09:00', end: '17:00' }

export function everybodyOf({ required, optional, groups }: Search): string[] {
  return [...new Set([...required, ...optional, ...groups.flatMap(({ members }) => members)])]
}

/** Those who must come, and those who may: of a group not everybody has to. */
export function inviteesOf(search: Search): { people: string[]; optional: string[] } {
  return { people: search.required, optional: everybodyOf(search).filter((email) => !search.required.includes(email)) }
}

export function roleOf({ required, optional, groups }: Search, email: string): Role {
  if (required.includes(email)) return 'required'
  return optional.includes(email) ? 'optional' : groups.findIndex(({ members }) => members.includes(email))
}

export function addPerson(search: Search, email: string): Search {
  return everybodyOf(search).includes(email) ? search : { ...search, required: [...search.required, email] }
}

export function removePerson(search: Search, email: string): Search {
  return fitting(without(search, email))
}

/** Gives a person another role; the number after that of the last group makes a new group. */
export function setRole(search: Search, email: string, role: Role): Search {
  const others = without(search, email)
  if (typeof role === 'string') return fitting({ ...others, [role]: [...others[role], email] })
  const groups = [...others.groups]
  const { members, atLeast } = groups[role] ?? { members: [], atLeast: 1 }
  groups[role] = { members: [...members, email], atLeast }
  return fitting({ ...others, groups })
}

function without(search: Search, email: string): Search {
  const left = (emails: string[]) => emails.filter((other) => other !== email)
  return {
    ...search,
    required: left(search.required),
    optional: left(search.optional),
    groups: search.groups.map((group) => ({ ...group, members: left(group.members) })),
  }
}

/** A group of nobody is none, and no more people are wanted than there are. */
export function fitting({ groups, atLeast, ...search }: Search): Search {
  const most = search.required.length + search.optional.length
  return {
    ...search,
    groups: groups
      .filter(({ members }) => members.length > 0)
      .map((group) => ({ ...group, atLeast: Math.min(group.atLeast, group.members.length) })),
    ...(atLeast === undefined || most === 0 ? {} : { atLeast: Math.min(atLeast, most) }),
  }
}
