import { DAYS } from '@w2meet/scheduling'
import Type, { type Static } from 'typebox'
import { operation } from '../operation.ts'
import { PEOPLE_PROBLEMS, PeopleQuery } from '../people.ts'
import { Preference } from '../preference.ts'
import { UPSTREAM_PROBLEMS } from '../problems.ts'
import { WHEN_PROBLEMS } from '../when.ts'

/** One hour of the week: `slot` is the hour of its start and of its end; an answer about a certain week has `start` and `end` too. */
const Suggestion = Type.Object({
  day: Type.Enum([...DAYS]),
  slot: Type.Tuple([Type.Integer(), Type.Integer()]),
  start: Type.Optional(Type.String()),
  end: Type.Optional(Type.String()),
})
export type Suggestion = Static<typeof Suggestion>

export const getSuggestions = operation({
  name: 'getSuggestions',
  summary: 'The hour in which these people should meet, by the preference given or their own',
  access: { person: 'findable', program: 'availability:read' },
  method: 'GET',
  path: '/suggestions',
  query: Type.Object({ ...PeopleQuery, preference: Type.Optional(Preference) }, { additionalProperties: false }),
  success: 200,
  answer: Type.Object({ case_id: Type.String(), suggestions: Type.Array(Suggestion) }),
  problems: [...PEOPLE_PROBLEMS, ...WHEN_PROBLEMS, ...UPSTREAM_PROBLEMS],
})
