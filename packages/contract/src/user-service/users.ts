import Type, { type Static } from 'typebox'
import { Email } from '../email.ts'
import { IdempotencyKey } from '../idempotency-key.ts'
import { Line } from '../line.ts'
import { MAX_PEOPLE_BODY_BYTES, Nothing, operation } from '../operation.ts'
import { MAX_PEOPLE } from '../people.ts'
import { Preference } from '../preference.ts'
import { STORE_PROBLEMS } from '../problems.ts'
import { FullHoursMap, FullIntervalsMap, HoursMap, IntervalsMap, PackedWeek } from '../week-maps.ts'
import { TimeZone } from '../when.ts'

const strict = { additionalProperties: false }

const settable = {
  name: Type.Optional(Line(0, 200, 'a name of at most 200 characters that all can be seen, in one line')),
  timezone: Type.Optional(TimeZone),
  preferences: Type.Optional(Preference),
  availabilities: Type.Optional(HoursMap),
  intervals: Type.Optional(IntervalsMap),
}

export const NewPerson = Type.Object({ email: Email, ...settable }, strict)
export type NewPerson = Static<typeof NewPerson>

export const ChangedPerson = Type.Object({ email: Type.Optional(Email), ...settable }, strict)
export type ChangedPerson = Static<typeof ChangedPerson>

export const Person = Type.Object({
  email: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  timezone: Type.String(),
  preferences: Preference,
  availabilities: FullHoursMap,
  intervals: FullIntervalsMap,
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type Person = Static<typeof Person>

/** A person as the computing services get them. */
export const PersonWeek = Type.Object({
  email: Type.String(),
  timezone: Type.String(),
  preferences: Preference,
  week: PackedWeek,
})
export type PersonWeek = Static<typeof PersonWeek>

/** The refusals of a week of the right shape. */
const WEEK_PROBLEMS = ['availability_missing', 'availability_twice', 'interval_backwards', 'timezone_unknown'] as const

const byEmail = Type.Object({ email: Email })

export const createUser = operation({
  name: 'createUser',
  summary: 'Store a person and their week of free time',
  access: { person: 'themselves', program: 'people:write' },
  method: 'POST',
  path: '/users',
  headers: IdempotencyKey,
  body: NewPerson,
  success: 201,
  answer: Person,
  problems: ['user_exists', 'idempotency_key_reused', ...WEEK_PROBLEMS, ...STORE_PROBLEMS],
})

export const getUser = operation({
  name: 'getUser',
  summary: 'A person, cache first',
  access: { person: 'themselves', program: 'people:read' },
  method: 'GET',
  path: '/users/:email',
  params: byEmail,
  success: 200,
  answer: Person,
  problems: ['user_not_found', 'service_unavailable'],
})

export const replaceUser = operation({
  name: 'replaceUser',
  summary: 'Replace what is kept about a person; what is left out takes its default',
  access: { person: 'themselves', program: 'people:write' },
  method: 'PUT',
  path: '/users/:email',
  params: byEmail,
  body: ChangedPerson,
  success: 200,
  answer: Person,
  problems: ['user_not_found', 'email_differs', ...WEEK_PROBLEMS, ...STORE_PROBLEMS],
})

export const eraseUser = operation({
  name: 'eraseUser',
  summary: 'Erase everything kept about a person',
  access: { person: 'themselves', program: 'people:write' },
  method: 'DELETE',
  path: '/users/:email',
  params: byEmail,
  success: 204,
  answer: Nothing,
  problems: ['user_not_found', ...STORE_PROBLEMS],
})

export const getCachedUser = operation({
  name: 'getCachedUser',
  summary: 'A person by the cache-aside path; the header X-Cache says hit, miss or bypass',
  access: { person: 'themselves', program: 'people:read' },
  method: 'GET',
  path: '/user-avail/cache_aside/:email',
  params: byEmail,
  success: 200,
  answer: Person,
  problems: ['user_not_found', 'service_unavailable'],
})

export const getCachedUserByQuery = operation({
  name: 'getCachedUserByQuery',
  summary: 'The same in the spelling of the first clients',
  access: { person: 'themselves', program: 'people:read' },
  method: 'GET',
  path: '/user-avail/cache-aside',
  query: Type.Object({ user1email: Email }, strict),
  success: 200,
  answer: Person,
  problems: ['user_not_found', 'service_unavailable'],
})

/** Internal. */
export const getCachedUsers = operation({
  name: 'getCachedUsers',
  summary: 'The weeks of many people at once, and who of them is not known',
  access: 'internal',
  method: 'POST',
  idempotent: true,
  bulk: true,
  path: '/user-avail/cache_aside',
  body: Type.Object({ emails: Type.Array(Email, { maxItems: MAX_PEOPLE }) }, strict),
  maxBodyBytes: MAX_PEOPLE_BODY_BYTES,
  success: 200,
  answer: Type.Object({ users: Type.Array(PersonWeek), missing: Type.Array(Type.String()) }),
  problems: ['service_unavailable'],
})

/** People and their weeks. */
export const peopleOperations = [
  createUser,
  getUser,
  replaceUser,
  eraseUser,
  getCachedUser,
  getCachedUserByQuery,
  getCachedUsers,
] as const
