import { type Clock, createHttpApp, type HttpApp, type Log, pings, serveHealth } from '@w2meet/service-kit'
import { createErasePerson } from './erasure/erase-person.ts'
import { createErasures } from './erasure/erasures.ts'
import { createForgetJobs } from './erasure/forget-jobs.ts'
import { registerErasureRoutes } from './erasure/routes.ts'
import { createMails } from './mails/mails.ts'
import { createOutbox } from './mails/outbox.ts'
import { type OutboxRelay, type Publish, startOutboxRelay as startRelay } from './mails/outbox-relay.ts'
import { registerMailRoutes } from './mails/routes.ts'
import { createEraseMeetings } from './meetings/erase.ts'
import { createMeetings } from './meetings/meetings.ts'
import { readReplySecret, replyTokenOf } from './meetings/replies.ts'
import { registerMeetingRoutes } from './meetings/routes.ts'
import type { Cache } from './people/cache/cache.ts'
import { createCacheAside } from './people/cache/cache-aside.ts'
import { registerPeopleRoutes } from './people/routes.ts'
import { createUsers, drawVersion, removeUser } from './people/users.ts'
import { createZoneOf } from './people/zone-of.ts'
import type { Database } from './postgres/database.ts'

export type { Publish } from './mails/outbox-relay.ts'
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
  // Meetings are held before the person's e-mail, and their cancelling writes mails, which name the person.
  const rooms = [createEraseMeetings({ announce }), forget, removeUser]
  const erase = createErasePerson({ database, rooms, drawVersion })
  const cacheAside = createCacheAside({ cache, users, log })

  registerPeopleRoutes(app, { users, erase, cacheAside, clock })
  registerMeetingRoutes(app, { meetings, zoneOf: createZoneOf(cacheAside), clock })
  registerMailRoutes(app, { mails, clock })
  registerErasureRoutes(app, { erasures: createErasures(database), clock })
  serveHealth(app, 'user-service', { redis: pings(cache.ping), postgresql: pings(users.ping) }, { timeoutMs: 500 })
  return app
}

/** Publishes the jobs of what user-service commits, from now on; see `mails/outbox-relay.ts`. */
export function startOutboxRelay({ database, ...given }: RelayDependencies): OutboxRelay {
  const otherJobs = createForgetJobs(createErasures(database))
  return startRelay({ outbox: createOutbox(database), otherJobs, ...given })
}

type RelayDependencies = { database: Database; publish: Publish; clock: Clock; log: Log }
