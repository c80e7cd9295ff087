import {
  createDueJobs,
  createOutbox,
  type Database,
  type Domain,
  OUTBOX_CHANNEL,
  type OutboxRelay,
  type PublishJob,
  serveDomains,
  startOutboxRelay,
} from '@w2meet/postgres'
import { type Callers, type Clock, createHttpApp, type HttpApp, type Log } from '@w2meet/service-kit'
import { createErasureDomain } from './erasure/domain.ts'
import { createErasePerson } from './erasure/erase-person.ts'
import { createErasures } from './erasure/erasures.ts'
import { createIdempotencyDomain } from './idempotency/domain.ts'
import { createMailsDomain } from './mails/domain.ts'
import { createAnnounceReply } from './mails/replies.ts'
import { createAnnounce } from './mails/write.ts'
import { createMeetingsDomain } from './meetings/domain.ts'
import { createNoteTold } from './meetings/note-told.ts'
import { readReplySecret, replyTokenOf } from './meetings/reply-tokens.ts'
import { findMeeting } from './meetings/rows.ts'
import type { Cache } from './people/cache/cache.ts'
import { createCacheAside } from './people/cache/cache-aside.ts'
import { createPeopleDomain } from './people/domain.ts'
import { createUsers, drawVersion } from './people/users.ts'
import { createZoneOf } from './people/zone-of.ts'

export type { Cache } from './people/cache/cache.ts'
export { createMemoryCache } from './people/cache/memory-cache.ts'

type Dependencies = {
  database: Database
  cache: Cache
  /** How long before the start of a meeting its people are reminded. */
  reminderMinutes: readonly number[]
  /** Where people reach the page; feeds lead there. */
  publicUrl?: string | undefined
  /** How long meetings, and mails about them, are kept after the end of the meeting; what is left out, for ever. */
  keptMs?: { meetings?: number | undefined; mails?: number | undefined }
  /** Without these everybody may do everything. */
  callers?: Callers
  clock: Clock
  log: Log
}

/** An HTTP app, and the domains it is made of, whose migrations must have run before it serves. */
export type UserService = HttpApp & { domains: readonly Domain[] }

/** People, their weeks and their meetings; the only owner of the database and the cache. */
export function createUserService(given: Dependencies): UserService {
  const { database, cache, reminderMinutes, publicUrl, keptMs, callers, clock, log } = given
  const service = 'user-service'
  const app = createHttpApp({ service, ...(callers && { callers }), log })
  const outbox = createOutbox(database)
  const announce = createAnnounce({ outbox, reminderMinutes })
  const announceReply = createAnnounceReply({ outbox, reminderMinutes })
  const users = createUsers(database)
  const cacheAside = createCacheAside({ cache, users, log })
  const erasures = createErasures({ database, outbox })
  const erase = createErasePerson({ database, domains: () => domains, writeErasure: erasures.write, drawVersion })

  // In the order in which changes take hold of rows: meetings before the e-mail of a person, and before the mails they write.
  const domains: Domain[] = [
    createMeetingsDomain({
      database,
      announce,
      announceReply,
      zoneOf: createZoneOf(cacheAside),
      publicUrl,
      keptMs: keptMs?.meetings,
      clock,
    }),
    createMailsDomain({
      database,
      outbox,
      replyTokenOf: async (id, email) => replyTokenOf(await readReplySecret(database.queries), id, email),
      findMeeting: (id) => findMeeting(database.queries, id),
      noteTold: createNoteTold(database),
      keptMs: keptMs?.mails,
      clock,
    }),
    createPeopleDomain({ users, cache, cacheAside, erase, clock }),
    createIdempotencyDomain({ database, clock }),
    createErasureDomain({ erasures, clock }),
  ]
  serveDomains(app, service, domains, { timeoutMs: 500 })
  return Object.assign(app, { domains })
}

type RelayDependencies = {
  database: Database
  publish: PublishJob
  /** Hears of notices (NOTIFY) on a channel of the database. */
  listen: (channel: string, heard: () => void) => unknown
  clock: Clock
  log: Log
}

/** Starts a relay that publishes the jobs which changes of user-service commit. */
export async function openOutboxRelay({ database, listen, ...given }: RelayDependencies): Promise<OutboxRelay> {
  const relay = startOutboxRelay({ dueJobs: createDueJobs(database), ...given })
  await listen(OUTBOX_CHANNEL, relay.wake)
  return relay
}
