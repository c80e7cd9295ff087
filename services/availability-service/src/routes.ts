import {
  type Answer,
  canonicalEmail,
  type GroupAnswer,
  getAvailabilities,
  getCommonAvailabilities,
  getCommonOfGroups,
  groupRefusal,
  type Named,
  namedInQuery,
  type Participant,
  postCommonAvailabilities,
} from '@w2meet/contract'
import { hoursOf, intervalsOf, weekToBase64 } from '@w2meet/scheduling'
import { type Case, type HttpApp, serve } from '@w2meet/service-kit'
import { commonOf, type Finding } from './common.ts'
import type { FindPeople, PersonWeek } from './people.ts'

export function registerRoutes(app: HttpApp, { findPeople }: { findPeople: FindPeople }): void {
  serve(app, getCommonAvailabilities, ({ query }, context) => answer(namedInQuery(query), context))
  serve(app, getAvailabilities, ({ query }, context) => answer(namedInQuery(query), context))
  serve(app, postCommonAvailabilities, ({ body }, context) =>
    answer(
      body.users.map((email, index) => ({ email: canonicalEmail(email), loc: ['body', 'users', index] })),
      context,
    ),
  )

  async function answer(named: readonly Named[], { caseId, caseIds }: Case): Promise<Answer<typeof getCommonAvailabilities>> {
    const emails = named.map(({ email }) => email)
    const finding = commonOf(emails, await findPeople(emails, caseIds))
    if (!('common' in finding)) throw groupRefusal(finding, named)
    const { people, timezone, week } = finding.common
    return {
      case_id: caseId,
      timezone,
      week: null,
      common_availabilities: hoursOf(week),
      common_intervals: intervalsOf(week),
      user1preference: people[0]!.preferences,
      user2preference: people[1]?.preferences ?? null,
      users: participantsOf(people),
    }
  }

  serve(app, getCommonOfGroups, async ({ body }, { caseIds }) => {
    const found = await findPeople(body.groups.flat(), caseIds)
    return { groups: body.groups.map((emails) => groupAnswerOf(commonOf(emails, found))) }
  })
}

/** Each person once. */
function participantsOf(people: PersonWeek[]): Participant[] {
  const byEmail = new Map(people.map(({ email, preferences, timezone }) => [email, { email, preferences, timezone }]))
  return [...byEmail.values()]
}

function groupAnswerOf(finding: Finding): GroupAnswer {
  if (!('common' in finding)) return finding
  const { people, week } = finding.common
  return { common: { preferences: people.map(({ preferences }) => preferences), week: weekToBase64(week) } }
}
