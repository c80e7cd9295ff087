import {
  type Answer,
  Problem,
  postCommonAvailabilities,
  postHeatMap,
  postSuggestions,
  type TimesAnswer,
  type TimesQuestion,
} from '@w2meet/contract'
import { DAYS } from '@w2meet/scheduling'
import { call } from '../api.ts'
import { addDays, epochMsOfLocal } from '../time/local-dates.ts'
import { everybodyOf, removePerson, type Search } from './search.ts'
import { searchOf } from './search-params.ts'

export type HeatMapAnswer = Answer<typeof postHeatMap>

/** An answer about those who are known; undefined where nobody is. */
export type Known<T> = { answer?: T; unknown: string[] }

export function readTimes(search: Search, timezone: string): Promise<Known<TimesAnswer>> {
  return aboutKnown(
    search,
    (known) => questionOf(known, timezone),
    (body) => call(postSuggestions, { body }),
  )
}

/** The first times after an instant, within two weeks, at which all of these are free. */
export function readNextTimes(people: string[], durationMinutes: number, after: string, timezone: string) {
  return aboutKnown(
    { ...searchOf(new URLSearchParams()), required: people, durationMinutes, preference: 'first' },
    (known) => ({ ...questionOf(known, timezone), from: after, limit: 3 }),
    (body) => call(postSuggestions, { body }),
  )
}

export function readHeatMap(search: Search, week: string, timezone: string): Promise<Known<HeatMapAnswer>> {
  return aboutKnown(
    search,
    (known) => ({ users: everybodyOf(known), week, timezone }),
    (body) => call(postHeatMap, { body }, '/api/availability'),
  )
}

/** Where the people are, by e-mail. */
export async function readZones(search: Search): Promise<Map<string, string>> {
  const { answer } = await aboutKnown(
    search,
    (known) => ({ users: everybodyOf(known) }),
    (body) => call(postCommonAvailabilities, { body }, '/api/availability'),
  )
  return new Map(answer?.users.map(({ email, timezone }) => [email, timezone]))
}

function questionOf(search: Search, timezone: string): TimesQuestion {
  const { required, optional, groups, atLeast, from, to, within, breakMinutes } = search
  const instant = (ms: number) => new Date(ms).toISOString()
  return {
    required,
    optional,
    groups: groups.map(({ members, atLeast }) => ({ members, at_least: atLeast })),
    ...(atLeast === undefined ? {} : { at_least: atLeast }),
    duration_minutes: search.durationMinutes,
    step_minutes: search.stepMinutes,
    timezone,
    preference: search.preference,
    ...(from === undefined ? {} : { from: instant(Math.max(Date.now(), epochMsOfLocal(from, 0, timezone))) }),
    ...(to === undefined ? {} : { to: instant(epochMsOfLocal(addDays(to, 1), 0, timezone)) }),
    ...(within === undefined ? {} : { working_hours: workingHours(within) }),
    buffer_minutes: { before: breakMinutes, after: breakMinutes },
  }
}

function workingHours({ days, start, end }: NonNullable<Search['within']>): TimesQuestion['working_hours'] {
  return Object.fromEntries(days.map((day) => [DAYS[day]!, [{ start, end }]]))
}

/** Asks about all, and where some are not known yet, asks again about the others. */
async function aboutKnown<Body, T>(
  search: Search,
  bodyOf: (known: Search) => Body,
  ask: (body: Body) => Promise<T>,
): Promise<Known<T>> {
  const unknown: string[] = []
  for (let known = search; everybodyOf(known).length > 0; ) {
    const body = bodyOf(known)
    try {
      return { answer: await ask(body), unknown }
    } catch (error) {
      const missing = unknownIn(error, body)
      if (missing.length === 0) throw error
      unknown.push(...missing)
      known = missing.reduce(removePerson, known)
    }
  }
  return { unknown }
}

/** The e-mails that an answer calls unknown, read from the question at the places that the answer names. */
function unknownIn(error: unknown, body: unknown): string[] {
  if (!(error instanceof Problem) || error.status !== 404) return []
  const at = (place: readonly (string | number)[]) =>
    place.reduce<unknown>((part, key) => (part as Record<string | number, unknown> | undefined)?.[key], body)
  const places = error.detail.filter(({ type }) => type === 'user_not_found').map(({ loc: [, ...place] }) => place)
  return [...new Set(places.map(at).filter((email) => typeof email === 'string'))]
}
