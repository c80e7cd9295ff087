import type { GroupAnswer } from '@w2meet/contract'
import { intersectWeeks, type Week } from '@w2meet/scheduling'
import type { PersonWeek } from './people.ts'

/** The slots in which a whole group is free, on the wall clock that all of them share; `people` as they were asked for. */
type Common = { people: PersonWeek[]; timezone: string; week: Week }

/** What a group has in common, or why that cannot be said. */
export type Finding = { common: Common } | Pick<GroupAnswer, 'missing' | 'zones'>

/** What the people named have in common; e-mails are canonical and may be repeated. */
export function commonOf(emails: readonly string[], found: ReadonlyMap<string, PersonWeek>): Finding {
  const people = emails.flatMap((email) => found.get(email) ?? [])
  if (people.length < emails.length) return { missing: [...new Set(emails)].filter((email) => !found.has(email)) }

  const zones = [...new Set(people.map(({ timezone }) => timezone))]
  if (zones.length > 1) return { zones }
  return { common: { people, timezone: zones[0]!, week: intersectWeeks(people.map(({ week }) => week)) } }
}
