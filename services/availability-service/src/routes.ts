import {
  type Answer,
  canonicalEmail,
  getAvailabilities,
  getCommonAvailabilities,
  getCommonOfGroups,
  getTimes,
  type Named,
  namedInQuery,
  type PeopleQuery,
  postCommonAvailabilities,
  postHeatMap,
  unknownPeople,
  type When,
  whenOf,
} from '@w2meet/contract'
import { afterMany, type Case, type Clock, type HttpApp, inTurns, serve } from '@w2meet/service-kit'
import type { TakeOutBooked } from './booked.ts'
import { commonOf, groupAnswerOf } from './common.ts'
import { expandAll, type Group, groupOf, peopleOf } from './group.ts'
import { heatMapOf } from './heat-map.ts'
import type { FindPeople } from './people.ts'
import { timesOf } from './times.ts'

type Dependencies = { findPeople: FindPeople; takeOutBooked: TakeOutBooked; clock: Clock }

export function registerRoutes(app: HttpApp, { findPeople, takeOutBooked, clock }: Dependencies): void {
  serve(app, getCommonAvailabilities, answerQuery)
  serve(app, getAvailabilities, answerQuery)
  async function answerQuery({ query }: { query: PeopleQuery }, context: Case): Promise<Answer<typeof getCommonAvailabilities>> {
    const group = await getGroup(namedInQuery(query), whenOf(query, 'query'), context)
    return { case_id: context.caseId, ...commonOf(group) }
  }

  serve(app, postCommonAvailabilities, async ({ body }, context) => {
    const group = await getGroup(namedInBody(body.users), whenOf(body, 'body'), context)
    return { case_id: context.caseId, ...commonOf(group) }
  })

  serve(app, postHeatMap, async ({ body }, context) => {
    const once = new Map(namedInBody(body.users).map((named) => [named.email, named]))
    const group = await getGroup([...once.values()], whenOf(body, 'body'), context)
    return { case_id: context.caseId, ...heatMapOf(group) }
  })

  /** Throws the problem that says who is not known. */
  async function getGroup(named: readonly Named[], when: When, { caseIds }: Case): Promise<Group> {
    const emails = named.map(({ email }) => email)
    const group = await inTurns(groupOf({ people: emails, ...when }, await findPeople(emails, caseIds), clock.nowMs()))
    if ('missing' in group) throw unknownPeople(group.missing, named)
    return withoutBooked(group, caseIds)
  }

  serve(app, getCommonOfGroups, async ({ body: { groups } }, { caseIds }) => {
    const found = await findPeople(
      groups.flatMap(({ people }) => people),
      caseIds,
    )
    const answers = groups.map(async (asked) => {
      const group = await inTurns(groupOf(asked, found, clock.nowMs()))
      return 'missing' in group ? group : groupAnswerOf(await withoutBooked(group, caseIds))
    })
    return { groups: await Promise.all(answers) }
  })

  /** A pattern of all weeks knows no meetings. */
  async function withoutBooked(group: Group, caseIds: readonly string[]): Promise<Group> {
    if (group.isoWeek !== null) await takeOutBooked(group.people, group.free, group.horizon, caseIds)
    await afterMany(group.people.length)
    return group
  }

  serve(app, getTimes, async ({ body }, { caseIds }) => {
    const people = peopleOf(body.people, await findPeople(body.people, caseIds))
    if ('missing' in people) return people
    const free = await inTurns(expandAll(people, body.horizon))
    await takeOutBooked(people, free, body.horizon, caseIds, body.buffer_ms)
    const found = await inTurns(timesOf(body, free))
    await afterMany(people.length)
    return { found }
  })
}

function namedInBody(users: readonly string[]): Named[] {
  return users.map((email, index) => ({ email: canonicalEmail(email), loc: ['body', 'users', index] }))
}
