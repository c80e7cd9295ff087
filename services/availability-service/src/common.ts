import type { GroupAnswer } from '@w2meet/contract'
import { intersectWeeks, type Week } from '@w2meet/scheduling'
import type { PersonWeek } from './people.ts'

/** The slots in which a whole group is free, on the wall clock that all of them share; `people` as they were asked for. */
type Common = { people: PersonWeek[]; timezone: string; week: Week }

/** What a group has in common, or why that cannot be said. */
export type Finding = { common: Common } | Pick<GroupAnswer, 'missing' | 'zones'>

/** What the people named have in common; e-mails are canonical and may be repeated. */
export function commonOf(emails: readonly string[], found: ReadonlyMap<string, PersonWeek>): Finding {
  const people: PersonWeek[] = []
  for (const email of emails) {
    const person = found.get(email)
    if (person === undefined) return { missing: [...new Set(emails)].filter((one) => !found.has(one)) }
    people.push(person)
  }

  const { timezone } = people[0]!
  if (people.some((person) => person.timezone !== timezone))
    return { zones: [...new Set(people.map((person) => person.timezone))] }
  return { common: { people, timezone, week: intersectWeeks(people.map(({ week }) => week)) } }
}
