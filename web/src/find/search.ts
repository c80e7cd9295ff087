import type { TimesPreference } from '@w2meet/contract'
import { isDate } from '../time/local-dates.ts'

/** What is looked for: all of it is in the address, so that a search can be shared and reloaded. */
export type Search = {
  required: string[]
  optional: string[]
  durationMinutes: number
  /** Dates in the viewer's zone, both included; undefined: from now, for two weeks. */
  from?: string
  to?: string
  preference: TimesPreference
  /** A date in the week that the heat map shows; undefined: that of the first suggestion. */
  week?: string
}

export const DURATIONS = [15, 30, 45, 60, 90, 120, 180, 240]
export const PREFERENCES = ['most', 'first', 'last', 'random'] as const

export function searchOf(params: URLSearchParams): Search {
  const people = (name: string) => [...new Set((params.get(name) ?? '').split(',').filter((email) => email !== ''))]
  const date = (name: string) => (isDate(params.get(name) ?? '') ? { [name]: params.get(name)! } : {})
  const required = people('required')
  const duration = Number(params.get('duration'))
  return {
    required,
    optional: people('optional').filter((email) => !required.includes(email)),
    durationMinutes: duration >= 15 && duration <= 720 && duration % 15 === 0 ? duration : 60,
    preference: PREFERENCES.find((known) => known === params.get('prefer')) ?? 'most',
    ...date('from'),
    ...date('to'),
    ...date('week'),
  }
}

/** Only what differs from what is meant anyway. */
export function paramsOf({ required, optional, durationMinutes, from, to, preference, week }: Search): URLSearchParams {
  const params = new URLSearchParams()
  if (required.length > 0) params.set('required', required.join(','))
  if (optional.length > 0) params.set('optional', optional.join(','))
  if (durationMinutes !== 60) params.set('duration', String(durationMinutes))
  if (from !== undefined) params.set('from', from)
  if (to !== undefined) params.set('to', to)
  if (preference !== 'most') params.set('prefer', preference)
  if (week !== undefined) params.set('week', week)
  return params
}

export function everybodyOf({ required, optional }: Search): string[] {
  return [...required, ...optional]
}

export function addPerson(search: Search, email: string): Search {
  return everybodyOf(search).includes(email) ? search : { ...search, required: [...search.required, email] }
}

export function removePerson({ required, optional, ...rest }: Search, email: string): Search {
  const without = (emails: string[]) => emails.filter((other) => other !== email)
  return { ...rest, required: without(required), optional: without(optional) }
}

/** The same person as somebody who must, or who may come. */
export function setRole(search: Search, email: string, role: 'required' | 'optional'): Search {
  const others = removePerson(search, email)
  return { ...others, [role]: [...others[role], email] }
}
