import Type from 'typebox'
import { canonicalEmail, Email } from './email.ts'
import { type Place, Problem } from './problem.ts'
import { problem, problemDetail } from './problems.ts'
import { When } from './when.ts'

/** The most people that one batch may name. */
export const MAX_PEOPLE = 10_000
/** The most people that a query may name, and whose weeks a heat map shows one by one. */
export const MAX_QUERIED = 200

/** Two people by `userId1` and `userId2`, or any number by `user` repeated; a week and a zone. */
export const PeopleQuery = {
  userId1: Type.Optional(Email),
  userId2: Type.Optional(Email),
  user: Type.Optional(Type.Array(Email, { minItems: 1, maxItems: MAX_QUERIED })),
  ...When,
}
export type PeopleQuery = When & { userId1?: string; userId2?: string; user?: string[] }

/** The refusals of a question about people. */
export const PEOPLE_PROBLEMS = ['people_missing', 'people_twice', 'user_not_found', 'users_not_found'] as const

/** A person named in a request, by canonical e-mail, and where it names them. */
export type Named = { email: string; loc: Place }

/** The people that a query names, in its order, repetitions included. Throws a problem where it names none, or in both ways. */
export function namedInQuery({ userId1, userId2, user }: PeopleQuery): Named[] {
  const pair = userId1 !== undefined || userId2 !== undefined
  if (pair && user !== undefined) throw problem('people_twice', {}, ['query', 'user'])
  if (user !== undefined) return user.map((email, index) => ({ email: canonicalEmail(email), loc: ['query', 'user', index] }))
  if (userId1 === undefined) throw problem('people_missing', {}, ['query', 'userId1'])
  if (userId2 === undefined) throw problem('people_missing', {}, ['query', 'userId2'])
  return [
    { email: canonicalEmail(userId1), loc: ['query', 'userId1'] },
    { email: canonicalEmail(userId2), loc: ['query', 'userId2'] },
  ]
}

/** The problem of a group of which some are not known, with the places that name them. */
export function unknownPeople(missing: readonly string[], named: readonly Named[]): Problem {
  const first = problemDetail('users_not_found', { asked: named.length }, named[0]!.loc.slice(0, 1))
  const locs = new Map(named.toReversed().map(({ email, loc }) => [email, loc]))
  return new Problem(404, [first, ...missing.map((email) => problemDetail('user_not_found', { email }, locs.get(email)))])
}
