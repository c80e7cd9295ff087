import { type Answer, type FoundTimes, Problem, postCommonAvailabilities, postHeatMap, postSuggestions } from '@w2meet/contract'
import { call } from '../api.ts'
import { addDays, instantOf } from '../time/local-dates.ts'
import { everybodyOf, removePerson, type Search } from './search.ts'

export type HeatMapAnswer = Answer<typeof postHeatMap>

/** An answer about those who are known; undefined where nobody is. */
export type Known<T> = { answer?: T; unknown: string[] }

const instantText = (ms: number) => new Date(ms).toISOString()

export function findTimes(search: Search, timezone: string): Promise<Known<FoundTimes>> {
  return withoutUnknown(search, (known) => {
    const from = known.from === undefined ? undefined : Math.max(Date.now(), instantOf(known.from, 0, timezone))
    const to = known.to === undefined ? undefined : instantOf(addDays(known.to, 1), 0, timezone)
    return call(postSuggestions, {
      body: {
        required: known.required,
        optional: known.optional,
        duration_minutes: known.durationMinutes,
        timezone,
        preference: known.preference,
        ...(from === undefined ? {} : { from: instantText(from) }),
        ...(to === undefined ? {} : { to: instantText(to) }),
      },
    })
  })
}

export function readHeatMap(search: Search, week: string, timezone: string): Promise<Known<HeatMapAnswer>> {
  return withoutUnknown(search, (known) =>
    call(postHeatMap, { body: { users: everybodyOf(known), week, timezone } }, '/api/availability'),
  )
}

/** Where the people are, by e-mail. */
export async function readZones(search: Search): Promise<Map<string, string>> {
  const { answer } = await withoutUnknown(search, (known) =>
    call(postCommonAvailabilities, { body: { users: everybodyOf(known) } }, '/api/availability'),
  )
  return new Map(answer?.users.map(({ email, timezone }) => [email, timezone]))
}

/** Asks, and where some are not known yet, asks about the others. */
async function withoutUnknown<T>(search: Search, ask: (known: Search) => Promise<T>): Promise<Known<T>> {
  const unknown: string[] = []
  for (let known = search; everybodyOf(known).length > 0; ) {
    try {
      return { answer: await ask(known), unknown }
    } catch (error) {
      const missing = unknownIn(error, known)
      if (missing.length === 0) throw error
      unknown.push(...missing)
      known = missing.reduce(removePerson, known)
    }
  }
  return { unknown }
}

/** Those of the people asked about whom an answer calls unknown, by the places at which it says so. */
function unknownIn(error: unknown, { required, optional }: Search): string[] {
  if (!(error instanceof Problem) || error.status !== 404) return []
  const lists: Record<string, string[]> = { required, optional, users: [...required, ...optional] }
  return error.detail.flatMap(({ loc: [, list, index], type }) =>
    type === 'user_not_found' ? (lists[String(list)]?.[Number(index)] ?? []) : [],
  )
}
