import { SLOT_MINUTES } from '@w2meet/scheduling'
import Type, { type Static } from 'typebox'
import { Email } from '../email.ts'
import { MAX_PEOPLE_BODY_BYTES, operation } from '../operation.ts'
import { MAX_PEOPLE, MAX_QUERIED, PEOPLE_PROBLEMS, PeopleQuery } from '../people.ts'
import { Preference } from '../preference.ts'
import { UPSTREAM_PROBLEMS } from '../problems.ts'
import { FullHoursMap, FullIntervalsMap, PackedWeek } from '../week-maps.ts'
import { Period, WHEN_PROBLEMS, When } from '../when.ts'

const strict = { additionalProperties: false }

/** The people of `PeopleQuery`, for large groups. */
const PeopleBody = Type.Object({ users: Type.Array(Email, { minItems: 1, maxItems: MAX_PEOPLE }), ...When }, strict)

/** A person whom a question named. */
const AskedPerson = Type.Object({ email: Type.String(), preferences: Preference, timezone: Type.String() })
export type AskedPerson = Static<typeof AskedPerson>

const CommonAvailabilities = Type.Object({
  case_id: Type.String(),
  timezone: Type.String(),
  /** Null: the pattern of every week, on the clock that all share. */
  week: Type.Union([Type.String(), Type.Null()]),
  common_availabilities: FullHoursMap,
  common_intervals: FullIntervalsMap,
  /** Where there is a week: the same exactly, merged. */
  common_periods: Type.Optional(Type.Array(Period)),
  user1preference: Preference,
  user2preference: Type.Union([Preference, Type.Null()]),
  users: Type.Array(AskedPerson),
})

export const getCommonAvailabilities = operation({
  name: 'getCommonAvailabilities',
  summary: 'When all of these people are free',
  access: { person: 'findable', program: 'availability:read' },
  method: 'GET',
  path: '/common_availabilities',
  query: Type.Object(PeopleQuery, strict),
  success: 200,
  answer: CommonAvailabilities,
  problems: [...PEOPLE_PROBLEMS, ...WHEN_PROBLEMS, ...UPSTREAM_PROBLEMS],
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
  access: { person: 'findable', program: 'availability:read' },
  method: 'POST',
  idempotent: true,
  path: '/common_availabilities',
  body: PeopleBody,
  maxBodyBytes: MAX_PEOPLE_BODY_BYTES,
  success: 200,
  answer: CommonAvailabilities,
  problems: [...PEOPLE_PROBLEMS, ...WHEN_PROBLEMS, ...UPSTREAM_PROBLEMS],
})

export const postHeatMap = operation({
  name: 'postHeatMap',
  summary: 'How many of these people are free in each quarter-hour of the week',
  access: { person: 'findable', program: 'availability:read' },
  method: 'POST',
  idempotent: true,
  path: '/heatmap',
  body: PeopleBody,
  maxBodyBytes: MAX_PEOPLE_BODY_BYTES,
  success: 200,
  answer: Type.Object({
    case_id: Type.String(),
    timezone: Type.String(),
    week: Type.Union([Type.String(), Type.Null()]),
    slot_minutes: Type.Literal(SLOT_MINUTES),
    total: Type.Integer(),
    /** One for each quarter-hour from Monday 00:00. */
    counts: Type.Array(Type.Integer()),
    /** Who is free, of up to 200 people. */
    people: Type.Optional(Type.Array(Type.Object({ email: Type.String(), free: PackedWeek }))),
  }),
  problems: [...PEOPLE_PROBLEMS, ...WHEN_PROBLEMS, ...UPSTREAM_PROBLEMS],
})

/**
 * The free time that a group shares, on the clock of `timezone`, with the preferences of its people in the order of the question;
 * `iso_week` null: in every week. Or the e-mails that are not known.
 */
const GroupAnswer = Type.Object({
  common: Type.Optional(
    Type.Object({
      preferences: Type.Array(Preference),
      timezone: Type.String(),
      iso_week: Type.Union([Type.String(), Type.Null()]),
      free: PackedWeek,
    }),
  ),
  missing: Type.Optional(Type.Array(Type.String())),
})
export type GroupAnswer = Static<typeof GroupAnswer>

/** The people of a group by canonical e-mail, and the week and the clock of the answer. */
const GroupQuestion = Type.Object(
  {
    people: Type.Array(Type.String(), { minItems: 1, maxItems: MAX_QUERIED }),
    week: Type.Optional(Type.String()),
    timezone: Type.Optional(Type.String()),
  },
  strict,
)
export type GroupQuestion = Static<typeof GroupQuestion>

/** The most groups in one internal batch. */
export const MAX_GROUPS = 100

/**
 * Internal, not reachable through the gateway: suggestion-service sends the questions of one moment in one request. It has
 * validated them, and their e-mails are canonical.
 */
export const getCommonOfGroups = operation({
  name: 'getCommonOfGroups',
  summary: 'What each of several groups has in common',
  access: 'internal',
  method: 'POST',
  idempotent: true,
  bulk: true,
  path: '/internal/common_availabilities',
  body: Type.Object({ groups: Type.Array(GroupQuestion, { minItems: 1, maxItems: MAX_GROUPS }) }, strict),
  maxBodyBytes: MAX_PEOPLE_BODY_BYTES,
  success: 200,
  answer: Type.Object({ groups: Type.Array(GroupAnswer) }),
  problems: UPSTREAM_PROBLEMS,
})

/** The free time that people share. */
export const availabilityOperations = [
  getCommonAvailabilities,
  getAvailabilities,
  postCommonAvailabilities,
  postHeatMap,
  getCommonOfGroups,
] as const
