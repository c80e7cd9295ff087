import type { Log } from '@w2meet/service-kit'
import type { User } from '../user.ts'
import type { Users } from '../users.ts'
import { type Cache, type CacheAnswer, FILL_WITHIN_MS } from './cache.ts'

/** `source` is where the answer came from: `bypass` is the database, because the cache could not be asked. */
export type Found = { user: User | undefined; source: 'hit' | 'miss' | 'bypass' }

export type CacheAside = {
  /** In the order asked. Throws where the database must be read and cannot be. */
  read(emails: readonly string[]): Promise<Found[]>
  /** The writer awaits this between commit and acknowledgement. Rejects only where the replica closes. */
  invalidate(email: string, version: number): Promise<void>
}

type Dependencies = { cache: Cache; users: Pick<Users, 'findAll'>; log: Log }

/** A read of the database in progress. `number` orders it among the reads asked for. */
type Flight = { number: number; landed: Promise<Map<string, User>> }

/**
 * Reads through the cache: a person whom the cache does not know is read from the database once however many readers ask
 * (single flight), and kept. No read returns a row older than the last write acknowledged before the read began, for two
 * reasons: the cache refuses rows older than the last write it was told of, and a reader shares only a flight that took off
 * after the reader came. A reader that finds an earlier flight waits for it to land and asks the cache again.
 *
 * A cache that fails costs a reader the timeout of the cache, and fails no request.
 */
export function createCacheAside({ cache, users, log }: Dependencies): CacheAside {
  const flights = new Map<string, Flight>()
  let lastNumber = 0

  async function read(emails: readonly string[]): Promise<Found[]> {
    const arrival = ++lastNumber
    const found = new Map<string, Found>()
    let asking = [...new Set(emails)]
    while (asking.length > 0) asking = await readOnce(asking, arrival, found)
    return emails.map((email) => found.get(email)!)
  }

  /** One pass over cache and database. Returns the e-mails to ask for again, because an earlier flight was in the way. */
  async function readOnce(emails: string[], arrival: number, found: Map<string, Found>): Promise<string[]> {
    const answers = await askCache(emails)
    const source = answers === undefined ? 'bypass' : 'miss'
    const unclaimed: string[] = []
    const shared: string[] = []
    const inTheWay: string[] = []
    emails.forEach((email, index) => {
      const user = answers?.[index]
      const flight = flights.get(email)
      if (user !== undefined) found.set(email, { user: user ?? undefined, source: 'hit' })
      else if (flight === undefined) unclaimed.push(email)
      else if (flight.number > arrival) shared.push(email)
      else inTheWay.push(email)
    })

    // All flights are taken hold of before the first is awaited: they leave the map when they land.
    const earlier = inTheWay.map((email) => flights.get(email)!.landed)
    if (unclaimed.length > 0) takeOff(unclaimed)
    const boarded = [...unclaimed, ...shared].map((email) => [email, flights.get(email)!.landed] as const)
    for (const [email, landed] of boarded) found.set(email, { user: (await landed).get(email), source })
    await Promise.allSettled(earlier)
    return inTheWay
  }

  function takeOff(emails: string[]): void {
    const flight: Flight = { number: ++lastNumber, landed: load(emails) }
    for (const email of emails) flights.set(email, flight)
    const leave = () => {
      for (const email of emails) flights.delete(email)
    }
    flight.landed.then(leave, leave)
  }

  async function load(emails: string[]): Promise<Map<string, User>> {
    const era = cache.era()
    const startMs = performance.now()
    const byEmail = new Map((await users.findAll(emails)).map((user) => [user.email, user]))
    if (performance.now() - startMs < FILL_WITHIN_MS) {
      const found = new Map(emails.map((email) => [email, byEmail.get(email) ?? null]))
      await guard('fill', () => cache.fill(found, era))
    }
    return byEmail
  }

  const askCache = (emails: string[]): Promise<CacheAnswer[] | undefined> => guard('read', () => cache.read(emails))

  /** Undefined where the cache failed. */
  async function guard<T>(action: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      log.debug({ err: error }, `the cache failed to ${action}; the reader goes on without it`)
      return undefined
    }
  }

  return {
    read,
    invalidate: (email, version) => cache.invalidate(email, version),
  }
}
