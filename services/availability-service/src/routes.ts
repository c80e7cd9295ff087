import {
  type Answer,
  canonicalEmail,
  type getCommonAvailabilities,
  type Named,
  namedInQuery,
  type PeopleQuery,
  type services,
  unknownPeople,
  type When,
  whenOf,
} from '@w2meet/contract'
import { afterMany, type Case, type Clock, type Handlers, inTurns } from '@w2meet/service-kit'
import type { TakeOutBooked } from './booked.ts'
import { commonOf, groupAnswerOf } from './common.ts'
import { expandAll, type Group, groupOf, peopleOf } from './group.ts'
import { heatMapOf } from './heat-map.ts'
import type { FindPeople } from './people.ts'
import { timesOf } from './times.ts'

type Dependencies = { findPeople: FindPeople; takeOutBooked: TakeOutBooked; clock: Clock }

type AvailabilityHandlers = Omit<Handlers<(typeof services)['availability-service']>, 'getHealth'>

export function createHandlers({ findPeople, takeOutBooked, clock }: Dependencies): AvailabilityHandlers {
  /** Throws a problem that names the people who are not known. */
  async function getGroup(named: readonly Named[], when: When, { caseIds }: Case): Promise<Group> {
    const emails = named.map(({ email }) => email)
    const group = await inTurns(groupOf({ people: emails, ...when }, await findPeople(emails, caseIds), clock.nowMs()))
    if ('missing' in group) throw unknownPeople(group.missing, named)
    return withoutBooked(group, caseIds)
  }

  /** A group without its booked meetings, where it stands for one week: a pattern of all weeks has no meetings. */
  async function withoutBooked(group: Group, caseIds: readonly string[]): Promise<Group> {
    if (group.isoWeek !== null) await takeOutBooked(group.people, group.free, group.horizon, caseIds)
    await afterMany(group.people.length)
    return group
  }

  async function getCommon({ query }: { query: PeopleQuery }, asked: Case): Promise<Answer<typeof getCommonAvailabilities>> {
    const group = await getGroup(namedInQuery(query), whenOf(query, 'query'), asked)
    return { case_id: asked.caseId, ...commonOf(group) }
  }

  return {
    getCommonAvailabilities: getCommon,
    getAvailabilities: getCommon,

    async postCommonAvailabilities({ body }, asked) {
      const group = await getGroup(namedInBody(body.users), whenOf(body, 'body'), asked)
      return { case_id: asked.caseId, ...commonOf(group) }
    },

    async postHeatMap({ body }, asked) {
      const once = new Map(namedInBody(body.users).map((named) => [named.email, named]))
      const group = await getGroup([...once.values()], whenOf(body, 'body'), asked)
      return { case_id: asked.caseId, ...heatMapOf(group) }
    },

    async getCommonOfGroups({ body: { groups } }, { caseIds }) {
      const found = await findPeople(
        groups.flatMap(({ people }) => people),
        caseIds,
      )
      const answers = groups.map(async (asked) => {
        const group = await inTurns(groupOf(asked, found, clock.nowMs()))
        return 'missing' in group ? group : groupAnswerOf(await withoutBooked(group, caseIds))
      })
      return { groups: await Promise.all(answers) }
    },

    async getTimes({ body }, { caseIds }) {
      const people = peopleOf(body.people, await findPeople(body.people, caseIds))
      if ('missing' in people) return people
      const free = await inTurns(expandAll(people, body.horizon))
      await takeOutBooked(people, free, body.horizon, caseIds, body.buffer_ms)
      const found = await inTurns(timesOf(body, free))
      await afterMany(people.length)
      return { found }
    },
  }
}

function namedInBody(users: readonly string[]): Named[] {
  return users.map((email, index) => ({ email: canonicalEmail(email), loc: ['body', 'users', index] }))
}
