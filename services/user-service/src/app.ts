import { type Clock, createHttpApp, type HttpApp, type Log, pings, serveHealth } from '@w2meet/service-kit'
import type { Cache } from './cache.ts'
import { createCacheAside } from './cache-aside.ts'
import { registerCalendars } from './calendars.ts'
import type { Database } from './database.ts'
import { createErasePerson } from './erase-person.ts'
import { registerErasureRoutes } from './erasure-routes.ts'
import { createErasures } from './erasures.ts'
import { registerMailRoutes } from './mail-routes.ts'
import { createMails } from './mails.ts'
import { registerMeetingRoutes } from './meeting-routes.ts'
import { createMeetings } from './meetings.ts'
import { readReplySecret, replyTokenOf } from './reply-tokens.ts'
import { registerRoutes } from './routes.ts'
import { createUsers } from './users.ts'

export type { Cache } from './cache.ts'
export { createDatabase, type Database } from './database.ts'
export { createMemoryCache } from './memory-cache.ts'
export { migrate } from './migrate.ts'
export { startOutboxRelay } from './outbox-relay.ts'
export { RELAY_CHANNEL } from './wake-relays.ts'

/** People, their weeks and their meetings; the only owner of the database and the cache. */
export function createUserService({
  database,
  cache,
  reminderMinutes,
  clock,
  log,
}: {
  database: Database
  cache: Cache
  /** How long before its start people are reminded of a meeting. */
  reminderMinutes: readonly number[]
  clock: Clock
  log: Log
}): HttpApp {
  const app = createHttpApp({ service: 'user-service', log })
  const users = createUsers(database)
  const mails = createMails({
    database,
    reminderMinutes,
    replyTokenOf: async (id, email) => replyTokenOf(await readReplySecret(database.queries), id, email),
  })
  const { announce, remind, forget } = mails
  const meetings = createMeetings({ database, announce, remind })
  const erasePerson = createErasePerson({ database, announce, forget })
  const cacheAside = createCacheAside({ cache, users, log })

  registerRoutes(app, { users, erasePerson, cacheAside, clock })
  registerMeetingRoutes(app, { meetings, cacheAside, clock })
  registerMailRoutes(app, { mails, clock })
  registerErasureRoutes(app, { erasures: createErasures(database), clock })
  registerCalendars(app, { meetings, clock })
  serveHealth(app, 'user-service', { redis: pings(cache.ping), postgresql: pings(users.ping) }, { timeoutMs: 500 })
  return app
}
