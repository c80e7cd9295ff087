import type { Answer, AskedPerson, GroupAnswer, getCommonAvailabilities } from '@w2meet/contract'
import { hoursOf, intersectSlots, intervalsOf, periodsOf, weekToBase64 } from '@w2meet/scheduling'
import { type Group, weekOf } from './group.ts'
import type { PersonAvailability } from './people.ts'

/** The answer about the free time that a group shares. */
export function commonOf(group: Group): Omit<Answer<typeof getCommonAvailabilities>, 'case_id'> {
  const { people, timezone, isoWeek } = group
  const common = intersectSlots(group.free)
  const week = weekOf(common, group)
  return {
    timezone,
    week: isoWeek,
    common_availabilities: hoursOf(week),
    common_intervals: intervalsOf(week),
    ...(group.isoWeek === null ? {} : { common_periods: periodsOf(common, group.horizon) }),
    user1preference: people[0]!.preferences,
    user2preference: people[1]?.preferences ?? null,
    users: askedPeopleOf(people),
  }
}

/** The free time that a group shares, as suggestion-service gets it. */
export function groupAnswerOf(group: Group): GroupAnswer {
  const { people, timezone, isoWeek, free } = group
  const week = weekOf(intersectSlots(free), group)
  return {
    common: {
      preferences: people.map(({ preferences }) => preferences),
      timezone,
      iso_week: isoWeek,
      free: weekToBase64(week),
    },
  }
}

/** The people of a group, each once. */
function askedPeopleOf(people: readonly PersonAvailability[]): AskedPerson[] {
  const byEmail = new Map(people.map(({ email, preferences, timezone }) => [email, { email, preferences, timezone }]))
  return [...byEmail.values()]
}
