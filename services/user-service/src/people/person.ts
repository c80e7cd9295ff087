import {
  backwardsIntervals,
  type ChangedPerson,
  type Person,
  type PersonWeek,
  Problem,
  type ProblemDetail,
  problem,
  problemDetail,
} from '@w2meet/contract'
import {
  hoursOf,
  intervalsOf,
  isTimeZone,
  type Week,
  weekFromBytes,
  weekFromHours,
  weekFromIntervals,
  weekToBytes,
} from '@w2meet/scheduling'
import type { User, UserContent } from './user.ts'

/** A person as clients see them. */
export function personOf(user: User): Person {
  const week = weekFromBytes(user.week)
  return {
    email: user.email,
    name: user.name,
    timezone: user.timezone,
    preferences: user.preferences,
    availabilities: hoursOf(week),
    intervals: intervalsOf(week),
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  }
}

/** A person as the computing services need them. */
export function personWeekOf({ email, timezone, preferences, week }: User): PersonWeek {
  return { email, timezone, preferences, week: week.toBase64() }
}

/** The content that a request asks to keep about this person. Throws all that is wrong with the request at once. */
export function contentOf(email: string, body: ChangedPerson): UserContent {
  const { name = null, timezone = 'UTC', preferences = 'first' } = body
  const wrong: ProblemDetail[] = []
  if (!isTimeZone(timezone)) wrong.push(problemDetail('timezone_unknown', { timezone }, ['body', 'timezone']))
  wrong.push(...backwardsIntervals(body.intervals ?? {}, ['body', 'intervals']))
  if (wrong.length > 0) throw new Problem(400, wrong)
  return { email, name, timezone, preferences, week: weekToBytes(weekOf(body)) }
}

function weekOf({ availabilities, intervals }: ChangedPerson): Week {
  if (availabilities !== undefined && intervals !== undefined) throw problem('availability_twice', {}, ['body', 'intervals'])
  if (availabilities !== undefined) return weekFromHours(availabilities)
  if (intervals !== undefined) return weekFromIntervals(intervals)
  throw problem('availability_missing', {}, ['body', 'availabilities'])
}
