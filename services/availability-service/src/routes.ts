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
  postCommonAvailabilities,
} from '@w2meet/contract'
import { hoursOf, intervalsOf, weekToBytes } from '@w2meet/scheduling'
import { type Case, type HttpApp, serve } from '@w2meet/service-kit'
import { findCommon } from './common.ts'
import type { FindPeople } from './people.ts'

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
    const finding = await findCommon(findPeople, emails, caseIds)
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
      users: [...new Map(people.map((person) => [person.email, person])).values()],
    }
  }

  serve(app, getCommonOfGroups, async ({ body }, { caseIds }) => ({
    groups: await Promise.all(body.groups.map((emails) => answerGroup(emails, caseIds))),
  }))

  async function answerGroup(emails: readonly string[], caseIds: readonly string[]): Promise<GroupAnswer> {
    const finding = await findCommon(findPeople, emails, caseIds)
    if (!('common' in finding)) return finding
    const { people, week } = finding.common
    return { common: { people, week: Buffer.from(weekToBytes(week)).toString('base64') } }
  }
}
