import Type, { type Static } from 'typebox'
import { Email } from './email.ts'
import { operation } from './operation.ts'
import { MOST_PEOPLE, Preference } from './users.ts'
import { FullHoursMap, FullIntervalsMap, PackedWeek } from './week-maps.ts'

const strict = { additionalProperties: false }

/** The most people that a query may name. */
const MOST_QUERIED = 200

/** Two people by their first names for it, or any number by `user` repeated. */
export const PeopleQuery = {
  userId1: Type.Optional(Email),
  userId2: Type.Optional(Email),
  user: Type.Optional(Type.Array(Email, { minItems: 1, maxItems: MOST_QUERIED })),
}
export type PeopleQuery = { userId1?: string; userId2?: string; user?: string[] }

const Participant = Type.Object({ email: Type.String(), preferences: Preference, timezone: Type.String() })
export type Participant = Static<typeof Participant>

const CommonAvailabilities = Type.Object({
  case_id: Type.String(),
  timezone: Type.String(),
  week: Type.Null(),
  common_availabilities: FullHoursMap,
  common_intervals: FullIntervalsMap,
  user1preference: Preference,
  user2preference: Type.Union([Preference, Type.Null()]),
  users: Type.Array(Participant),
})

export const getCommonAvailabilities = operation({
  name: 'getCommonAvailabilities',
  summary: 'When all of these people are free',
  method: 'GET',
  path: '/common_availabilities',
  query: Type.Object(PeopleQuery, strict),
  success: 200,
  answer: CommonAvailabilities,
  problems: [404, 503],
})

export const getAvailabilities = operation({
  ...getCommonAvailabilities,
  name: 'getAvailabilities',
  summary: 'The same in the spelling of the first clients',
  path: '/availabilities',
})

export const postCommonAvailabilities = operation({
  name: 'postCommonAvailabilities',
  summary: 'When all of these people are free, for large groups',
  method: 'POST',
  safe: true,
  path: '/common_availabilities',
  body: Type.Object({ users: Type.Array(Email, { minItems: 1, maxItems: MOST_PEOPLE }) }, strict),
  success: 200,
  answer: CommonAvailabilities,
  problems: [404, 503],
})

/** What a group has in common, with the preferences of its people as they were asked for; or who of it is not known; or which different zones its people live in. */
const GroupAnswer = Type.Object({
  common: Type.Optional(Type.Object({ preferences: Type.Array(Preference), week: PackedWeek })),
  missing: Type.Optional(Type.Array(Type.String())),
  zones: Type.Optional(Type.Array(Type.String())),
})
export type GroupAnswer = Static<typeof GroupAnswer>

/** The most groups in one internal batch. Their Case-Ids travel in one header, which bounds it. */
export const MOST_GROUPS = 100

/**
 * Internal, not reachable through the gateway: what callers ask in the same moment goes in one request. Its e-mails are
 * canonical and were validated where they came in.
 */
export const getCommonOfGroups = operation({
  name: 'getCommonOfGroups',
  summary: 'What each of several groups has in common',
  method: 'POST',
  safe: true,
  path: '/internal/common_availabilities',
  body: Type.Object(
    {
      groups: Type.Array(Type.Array(Type.String(), { minItems: 1, maxItems: MOST_QUERIED }), {
        minItems: 1,
        maxItems: MOST_GROUPS,
      }),
    },
    strict,
  ),
  success: 200,
  answer: Type.Object({ groups: Type.Array(GroupAnswer) }),
})
