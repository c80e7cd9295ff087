import { type Clock, createHttpApp, type HttpApp, type Log, pings, serveHealth } from '@w2meet/service-kit'
import { createErasePerson } from './erasure/erase-person.ts'
import { createErasures } from './erasure/erasures.ts'
import { registerErasureRoutes } from './erasure/routes.ts'
import { createMails } from './mails/mails.ts'
import { registerMailRoutes } from './mails/routes.ts'
import { registerCalendars } from './meetings/feeds.ts'
import { createMeetings } from './meetings/meetings.ts'
import { readReplySecret, replyTokenOf } from './meetings/replies.ts'
import { registerMeetingRoutes } from './meetings/routes.ts'
import type { Cache } from './people/cache/cache.ts'
import { createCacheAside } from './people/cache/cache-aside.ts'
import { registerRoutes } from './people/routes.ts'
import { createUsers } from './people/users.ts'
import type { Database } from './postgres/database.ts'

export { startOutboxRelay } from './mails/outbox-relay.ts'
export type { Cache } from './people/cache/cache.ts'
export { createMemoryCache } from './people/cache/memory-cache.ts'
export { createDatabase, type Database } from './postgres/database.ts'
export { migrate } from './postgres/migrate.ts'
export { RELAY_CHANNEL } from './postgres/wake-relays.ts'

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
