import { createClient, type Transport } from '@w2meet/contract'
import { type HoursMap, type IntervalsMap, weekFromHours, weekFromIntervals, weekToBase64 } from '@w2meet/scheduling'
import { createLog, type HttpApp } from '@w2meet/service-kit'
import { createAvailabilityService } from '../../src/app.ts'

export type Known = Record<
  string,
  { hours?: HoursMap; intervals?: IntervalsMap; timezone?: string; preferences?: string; booked?: [string, string][] }
>

/** The questions for weeks that user-service got. */
export type Call = { emails: string[]; caseIds: string }
/** What it was asked for booked times. */
export type BookedCall = { emails: string[]; from: string; to: string }

type Options = { broken?: Transport; now?: string }

/** The service over a user-service that knows these people; the time is `now`. */
export function setUp(
  known: Known,
  { broken, now = '2026-11-25T12:00:00Z' }: Options = {},
): {
  app: HttpApp
  calls: Call[]
  bookedCalls: BookedCall[]
} {
  const calls: Call[] = []
  const bookedCalls: BookedCall[] = []
  const answer: Transport = async ({ target, body, headers }) => {
    const { emails, from = 0, to = 0 } = JSON.parse(body ?? '{}') as { emails: string[]; from?: number; to?: number }
    if (target === '/internal/booked') {
      bookedCalls.push({ emails, from: new Date(from).toISOString(), to: new Date(to).toISOString() })
      return { status: 200, body: JSON.stringify({ booked: emails.flatMap(bookedOf) }) }
    }
    calls.push({ emails, caseIds: headers['case-ids'] ?? headers['case-id'] ?? '' })
    const users = emails.flatMap((email) => {
      const person = known[email]
      if (person === undefined) return []
      const { hours, intervals = {}, timezone = 'UTC', preferences = 'first' } = person
      const week = weekToBase64(hours === undefined ? weekFromIntervals(intervals) : weekFromHours(hours))
      return [{ email, timezone, preferences, week }]
    })
    return { status: 200, body: JSON.stringify({ users, missing: emails.filter((email) => !(email in known)) }) }
  }
  const bookedOf = (email: string) => {
    const periods = known[email]?.booked?.map((period) => period.map((instant) => Date.parse(instant)))
    return periods === undefined ? [] : [{ email, periods }]
  }
  const userService = createClient('user-service', broken ?? answer, { timeoutMs: 1_000 })
  const clock = { nowMs: () => Date.parse(now) }
  return { app: createAvailabilityService({ userService, clock, log: createLog('silent', { write() {} }) }), calls, bookedCalls }
}
