import {
  canonicalEmail,
  MAX_PEOPLE,
  type Named,
  type Place,
  type ProblemDetail,
  problemDetail,
  type TimesQuestion,
} from '@w2meet/contract'

/** The people of a search, each once, and their roles as indexes into `people`. */
export type Roles = {
  people: Named[]
  required: number[]
  optional: number[]
  groups: { members: number[]; at_least: number }[]
}

/** The roles of a question. Adds to `wrong` a person named twice, nobody or too many named, and a quorum above those named. */
export function rolesOf({ required, optional = [], groups = [], at_least = 0 }: TimesQuestion, wrong: ProblemDetail[]): Roles {
  const people = new Map<string, { named: Named; index: number }>()
  const indexesOf = (emails: readonly string[], place: Place, seen: Map<string, string>) =>
    emails.map((given, position) => {
      const named = { email: canonicalEmail(given), loc: [...place, position] }
      const where = seen.get(named.email)
      if (where !== undefined) wrong.push(problemDetail('person_twice', { email: named.email, where }, named.loc))
      seen.set(named.email, place.slice(1).join('.'))
      let known = people.get(named.email)
      if (known === undefined) people.set(named.email, (known = { named, index: people.size }))
      return known.index
    })

  const seen = new Map<string, string>()
  const roles: Roles = {
    required: indexesOf(required, ['body', 'required'], seen),
    optional: indexesOf(optional, ['body', 'optional'], seen),
    groups: groups.map((group, index) => ({
      members: indexesOf(group.members, ['body', 'groups', index, 'members'], new Map()),
      at_least: group.at_least,
    })),
    people: [...people.values()].map(({ named }) => named),
  }

  if (people.size === 0) wrong.push(problemDetail('nobody_named', {}, ['body', 'required']))
  if (people.size > MAX_PEOPLE) wrong.push(problemDetail('too_many_people', { named: people.size, most: MAX_PEOPLE }, ['body']))
  checkAtLeast(at_least, required.length + optional.length, '`required` and `optional`', ['body', 'at_least'], wrong)
  for (const [index, group] of groups.entries()) {
    checkAtLeast(group.at_least, group.members.length, 'its `members`', ['body', 'groups', index, 'at_least'], wrong)
  }
  return roles
}

function checkAtLeast(atLeast: number, people: number, of: string, loc: Place, wrong: ProblemDetail[]): void {
  if (atLeast > people) wrong.push(problemDetail('at_least_too_high', { atLeast, people, of }, loc))
}
