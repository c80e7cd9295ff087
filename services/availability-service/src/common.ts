import type { GroupAnswer, Participant } from '@w2meet/contract'
import { intersectWeeks, type Week, weekFromBytes } from '@w2meet/scheduling'
import type { FindPeople } from './people.ts'

/** The slots in which a whole group is free, on the wall clock that all of them share. */
type Common = { people: Participant[]; timezone: string; week: Week }

/** What a group has in common, or why that cannot be said. */
export type Finding = { common: Common } | Pick<GroupAnswer, 'missing' | 'zones'>

/** What the people of a group have in common; e-mails are canonical and may be repeated. */
export async function findCommon(
  findPeople: FindPeople,
  emails: readonly string[],
  caseIds: readonly string[],
): Promise<Finding> {
  const found = await findPeople(emails, caseIds)
  const people = emails.flatMap((email) => found.get(email) ?? [])
  if (people.length < emails.length) return { missing: [...new Set(emails)].filter((email) => !found.has(email)) }

  const zones = [...new Set(people.map(({ timezone }) => timezone))]
  if (zones.length > 1) return { zones }
  return {
    common: {
      people: people.map(({ email, preferences, timezone }) => ({ email, preferences, timezone })),
      timezone: zones[0]!,
      week: intersectWeeks(people.map(({ week }) => weekFromBytes(Buffer.from(week, 'base64')))),
    },
  }
}
