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

/** Asks user-service for booked meetings, in one call for all requests that arrive together. */
export function createTakeOutBooked(userService: Client): TakeOutBooked {
  async function fetchAll(asked: readonly Asked[], caseIds: string[]): Promise<ReadonlyMap<string, BookedTime['periods']>[]> {
    const all = [...new Set(asked.flatMap(({ emails }) => emails))]
    const from = Math.min(...asked.map((one) => one.from))
    const to = Math.max(...asked.map((one) => one.to))
    const periods = new Map<string, BookedTime['periods']>()
    for (let start = 0; start < all.length; start += MAX_PEOPLE) {
      const body = { emails: all.slice(start, start + MAX_PEOPLE), from, to }
      const { booked } = await userService.call(getBookedTimes, { body }, { caseIds })
      for (const one of booked) periods.set(one.email, one.periods)
    }
    return asked.map(() => periods)
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
