import { DAYS, SLOT_MINUTES } from '@w2meet/scheduling'
import Type, { type Static } from 'typebox'
import { Email } from '../email.ts'
import { NoTimesReason } from '../no-times-reason.ts'
import { MAX_PEOPLE_BODY_BYTES, operation } from '../operation.ts'
import { MAX_PEOPLE } from '../people.ts'
import { TimesPreference } from '../preference.ts'
import { UPSTREAM_PROBLEMS } from '../problems.ts'
import { IntervalsMap } from '../week-maps.ts'
import { PERIOD_PROBLEMS, Period, TimeZone } from '../when.ts'

const strict = { additionalProperties: false }

/** The values of fields that a question leaves out. `from` is now, `to` two weeks later. */
export const TIMES_QUESTION_DEFAULTS = {
  duration_minutes: 60,
  timezone: 'UTC',
  step_minutes: 30,
  preference: 'most',
  limit: 5,
} as const

const MAX_MINUTES = 720
const MAX_GROUPS_NAMED = 100
const ALL_DAY: Static<typeof IntervalsMap> = { monday: [{ start: '09:00', end: '17:00' }] }

const People = Type.Array(Email, { maxItems: MAX_PEOPLE })
const AtLeast = Type.Integer({ minimum: 1, maximum: MAX_PEOPLE, title: `a number of people, 1 to ${MAX_PEOPLE}` })
const Minutes = Type.Integer({
  minimum: SLOT_MINUTES,
  maximum: MAX_MINUTES,
  multipleOf: SLOT_MINUTES,
  default: TIMES_QUESTION_DEFAULTS.duration_minutes,
  title: `minutes in whole quarter-hours, ${SLOT_MINUTES} to ${MAX_MINUTES}`,
})
const BufferMinutes = Type.Integer({ minimum: 0, maximum: MAX_MINUTES, title: `minutes, 0 to ${MAX_MINUTES}` })
const Instant = Type.String({ maxLength: 64, title: 'a time such as "2026-11-23T09:00:00Z"', examples: ['2026-11-23T09:00:00Z'] })

/** The question for times that suit a group, as people and programs ask it. */
export const TimesQuestion = Type.Object(
  {
    required: People,
    optional: Type.Optional(People),
    groups: Type.Optional(
      Type.Array(Type.Object({ members: People, at_least: AtLeast }, strict), { maxItems: MAX_GROUPS_NAMED }),
    ),
    at_least: Type.Optional(AtLeast),
    duration_minutes: Type.Optional(Minutes),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    timezone: Type.Optional({ ...TimeZone, default: TIMES_QUESTION_DEFAULTS.timezone }),
    step_minutes: Type.Optional(
      Type.Enum([15, 30, 60], { title: '15, 30 or 60', default: TIMES_QUESTION_DEFAULTS.step_minutes }),
    ),
    working_hours: Type.Optional({ ...IntervalsMap, examples: [ALL_DAY] }),
    buffer_minutes: Type.Optional(
      Type.Object({ before: Type.Optional(BufferMinutes), after: Type.Optional(BufferMinutes) }, strict),
    ),
    preference: Type.Optional({ ...TimesPreference, default: TIMES_QUESTION_DEFAULTS.preference }),
    seed: Type.Optional(Type.Integer({ title: 'an integer' })),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 50, title: 'a number, 1 to 50', default: TIMES_QUESTION_DEFAULTS.limit }),
    ),
  },
  strict,
)
export type TimesQuestion = Static<typeof TimesQuestion>

const SuggestedTime = Type.Intersect([
  Period,
  Type.Object({
    day: Type.Enum([...DAYS]),
    free: Type.Integer(),
    total: Type.Integer(),
    missing: Type.Array(Type.String()),
    reason: Type.String(),
  }),
])

const found = { candidates: Type.Integer(), start: Type.String() }
/** A change to the question, how many times suit the changed question, and the first of them. */
const Relaxation = Type.Union([
  Type.Object({ change: Type.Literal('drop'), email: Type.String(), ...found }),
  Type.Object({ change: Type.Literal('shorten'), duration_minutes: Type.Integer(), ...found }),
  Type.Object({ change: Type.Literal('extend'), to: Type.String(), ...found }),
])
export type Relaxation = Static<typeof Relaxation>

const TimesAnswer = Type.Object({
  case_id: Type.String(),
  timezone: Type.String(),
  suggestions: Type.Array(SuggestedTime),
  candidates: Type.Integer(),
  none: Type.Union([
    Type.Null(),
    Type.Object({
      reason: NoTimesReason,
      explanation: Type.String(),
      blockers: Type.Array(Type.Object({ email: Type.String(), candidates_without: Type.Integer() })),
      relaxations: Type.Array(Relaxation),
    }),
  ]),
})
export type TimesAnswer = Static<typeof TimesAnswer>

export const postSuggestions = operation({
  name: 'postSuggestions',
  summary: 'Find a time for a group on real dates, with reasons; where there is none, why, and what would help',
  access: { person: 'findable', program: 'availability:read' },
  method: 'POST',
  idempotent: true,
  path: '/suggestions',
  body: TimesQuestion,
  maxBodyBytes: MAX_PEOPLE_BODY_BYTES,
  success: 200,
  answer: TimesAnswer,
  problems: [
    'nobody_named',
    'person_twice',
    'too_many_people',
    'at_least_too_high',
    'user_not_found',
    'users_not_found',
    'interval_backwards',
    'timezone_unknown',
    ...PERIOD_PROBLEMS,
    ...UPSTREAM_PROBLEMS,
  ],
})
