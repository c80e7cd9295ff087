import { setTimeout as delay } from 'node:timers/promises'
import { createDatabase, type Database, migrate, migrationsOf, type Pool } from '@w2meet/postgres'
import { createLog, daysMs, type Log, systemClock } from '@w2meet/service-kit'
import { type Cache, createMemoryCache, createUserService, type UserService } from '../../src/app.ts'

/** How long the service keeps what is over. */
export const KEPT_DAYS = { meetings: 90, mails: 30 }

export const silent: Log = createLog('silent', { write() {} })

export type OpenUserService = {
  app: UserService
  database: Database
  /** A database that is used by another process as well: further connections to the same. */
  openAnother(): { database: Database; close(): Promise<void> }
  /** Where the database is a server. */
  databaseUrl?: string
  /** Hears of notices on a channel of the database, until the service is closed. */
  listen(channel: string, heard: () => void): Promise<void>
  /** How often people were read from the database. */
  readsOfDatabase(): number
  /** The database goes away under the service. */
  loseDatabase(): Promise<void>
  close(): Promise<void>
}

/** Before the cache is opened, which reads of the database whether it may be believed. */
async function migrateAll(database: Database): Promise<void> {
  const cache = createMemoryCache({ ttlMs: 1 })
  const { domains } = createUserService({ database, cache, reminderMinutes: [], clock: systemClock, log: silent })
  await migrate(database, { migrations: migrationsOf(domains) })
}

/**
 * Serves over a migrated database, and counts what is read of it. `readLatencyMs` is by how much the people read come
 * late.
 */
export async function serveOver(
  pool: Pool,
  openCache: () => Promise<Cache>,
  readLatencyMs = (): number => 0,
  changes: Pool = pool,
) {
  let reads = 0
  const query = pool.query.bind(pool) as (...given: unknown[]) => Promise<never>
  const readLate = async (...given: unknown[]) => {
    reads++
    const found = await query(...given)
    const latencyMs = readLatencyMs()
    if (latencyMs > 0) await delay(latencyMs)
    return found
  }
  Object.assign(pool, {
    query: (...given: unknown[]) => ((given[0] as { name?: string }).name === 'find-users' ? readLate : query)(...given),
  })
  const database = createDatabase(pool, changes)
  await migrateAll(database)
  const app = createUserService({
    database,
    cache: await openCache(),
    reminderMinutes: [1440, 60],
    keptMs: { meetings: daysMs(KEPT_DAYS.meetings), mails: daysMs(KEPT_DAYS.mails) },
    clock: systemClock,
    log: silent,
  })
  await app.ready()
  return { app, database, readsOfDatabase: () => reads }
}
