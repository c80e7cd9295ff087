import { runService, systemClock } from '@w2meet/service-kit'
import { createDatabase, createUserService } from './app.ts'
import { readConfig } from './config.ts'
import { migrateDatabase } from './migrate-database.ts'
import { openPostgresPool } from './postgres.ts'
import { openSharedCache } from './shared-cache.ts'

await runService(
  'user-service',
  () => readConfig(process.env),
  async ({ DATABASE_URL: url, REDIS_URL, TTL_SECONDS }, { log, opened }) => {
    await migrateDatabase({ url, log })
    const { pool } = opened(openPostgresPool({ url, connections: 20, timeoutMs: 3_000, log }))
    const { pool: trustPool } = opened(openPostgresPool({ url, connections: 1, timeoutMs: 1_000, log }))
    const cache = opened(await openSharedCache({ url: REDIS_URL, ttlMs: TTL_SECONDS * 1_000, pool: trustPool, log }))

    return createUserService({ database: createDatabase(pool), cache, clock: systemClock, log })
  },
)
