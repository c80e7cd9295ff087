import { type BookedTime, type Client, getBookedTimes, MAX_PEOPLE } from '@w2meet/contract'
import { epochMsOfSlot, type Horizon, removePeriod, type Slots } from '@w2meet/scheduling'
import { coalesce } from '@w2meet/service-kit'
import { bytesOfEmails, type PersonAvailability } from './people.ts'

/** How long before and after a booked meeting people are not free either, in milliseconds. */
type Buffer = { before: number; after: number }

/** Takes the time of booked meetings out of people's free slots; `free` has those of the horizon, in the order of `people`. */
export type TakeOutBooked = (
  people: readonly PersonAvailability[],
  free: readonly Slots[],
  horizon: Horizon,
  caseIds: readonly string[],
  buffer?: Buffer,
) => Promise<void>

type Asked = { emails: string[]; from: number; to: number }
type Booked = ReadonlyMap<string, BookedTime['periods']>

/** Requests share a call only where it asks for no more than about twice the longest of them, lest one pay for another's year. */
const MAX_JOINED_MS = 120 * 24 * 60 * 60_000

/** Asks user-service for booked meetings: in one call for all requests that arrive together and are about times near each other. */
export function createTakeOutBooked(userService: Client): TakeOutBooked {
  async function fetchAll(asked: readonly Asked[], caseIds: string[]): Promise<(Booked | Error)[]> {
    const answers = new Map<Asked, Booked | Error>()
    const fetches = joinNear(asked).map(async (joined) => {
      const answer = await fetchJoined(joined, caseIds).catch((error: Error) => error)
      for (const one of joined) answers.set(one, answer)
    })
    await Promise.all(fetches)
    return asked.map((one) => answers.get(one)!)
  }

  async function fetchJoined(joined: readonly Asked[], caseIds: string[]): Promise<Booked> {
    const all = [...new Set(joined.flatMap(({ emails }) => emails))]
    const from = Math.min(...joined.map((one) => one.from))
    const to = Math.max(...joined.map((one) => one.to))
    const periods = new Map<string, BookedTime['periods']>()
    for (let start = 0; start < all.length; start += MAX_PEOPLE) {
      const body = { emails: all.slice(start, start + MAX_PEOPLE), from, to }
      const { booked } = await userService.call(getBookedTimes, { body }, { caseIds })
      for (const one of booked) periods.set(one.email, one.periods)
    }
    return periods
  }

  const find = coalesce(fetchAll, { mostAtOnce: 100, bytesOf: ({ emails }) => bytesOfEmails(emails) })

  return async (people, free, horizon, caseIds, { before, after } = { before: 0, after: 0 }) => {
    const asked = {
      emails: people.map(({ email }) => email),
      from: epochMsOfSlot(horizon.start) - after,
      to: epochMsOfSlot(horizon.start + horizon.slots) + before,
    }
    const booked = await find({ asked, caseIds })
    people.forEach(({ email }, index) => {
      for (const [from, to] of booked.get(email) ?? []) removePeriod(free[index]!, horizon, from - before, to + after)
    })
  }
}

/** The requests in parts by their times, each of which asks for `MAX_JOINED_MS` at most, or for no more than one of them. */
function joinNear(asked: readonly Asked[]): Asked[][] {
  const parts: Asked[][] = []
  let endMs = Number.NEGATIVE_INFINITY
  for (const one of asked.toSorted((a, b) => a.from - b.from)) {
    if (one.to > endMs) {
      parts.push([])
      endMs = Math.max(one.to, one.from + MAX_JOINED_MS)
    }
    parts.at(-1)!.push(one)
  }
  return parts
}
