import { type AskedPerson, type Client, getCachedUsers, MAX_PEOPLE } from '@w2meet/contract'
import { type Week, weekFromBase64 } from '@w2meet/scheduling'
import { afterMany, coalesce, partsOf } from '@w2meet/service-kit'

/** A person, and when they are free on their own wall clock. */
export type PersonAvailability = AskedPerson & { week: Week }

/** The known people of these e-mails, by e-mail; people of other requests of the same moment may be among them. */
export type FindPeople = (
  emails: readonly string[],
  caseIds: readonly string[],
) => Promise<ReadonlyMap<string, PersonAvailability>>

/** How many bytes e-mails take as JSON. */
export const bytesOfEmails = (emails: readonly string[]) => emails.reduce((sum, { length }) => sum + length + 3, 0)

/** Asks user-service for people, each once, in one call for all requests that arrive together. */
export function createFindPeople(userService: Client): FindPeople {
  async function fetchAll(
    groups: readonly (readonly string[])[],
    caseIds: string[],
  ): Promise<ReadonlyMap<string, PersonAvailability>[]> {
    const emails = [...new Set(groups.flat())]
    const people = new Map<string, PersonAvailability>()
    for (let start = 0; start < emails.length; start += MAX_PEOPLE) {
      const body = { emails: emails.slice(start, start + MAX_PEOPLE) }
      const { users } = await userService.call(getCachedUsers, { body }, { caseIds })
      for (const part of partsOf(users)) {
        for (const user of part) people.set(user.email, { ...user, week: weekFromBase64(user.week) })
        await afterMany(part.length)
      }
    }
    return groups.map(() => people)
  }

  const find = coalesce(fetchAll, { mostAtOnce: 100, bytesOf: bytesOfEmails })
  return (emails, caseIds) => find({ asked: emails, caseIds })
}
