import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { createLog, type HttpApp, systemClock } from '@w2meet/service-kit'
import pg from 'pg'
import { createDatabase, createMemoryCache, createUserService, type Database, migrate } from '../../src/app.ts'

export type OpenUserService = {
  app: HttpApp
  database: Database
  /** How often people were read from the database. */
  readsOfDatabase(): number
  /** The database goes away under the service. */
  loseDatabase(): Promise<void>
  close(): Promise<void>
}

/** The service over a database of its own in memory. */
export async function openUserService(): Promise<OpenUserService> {
  const pglite = await PGlite.create()
  const pool = new pg.Pool(createPgConfig(pglite) as pg.PoolConfig)
  let reads = 0
  const query = pool.query.bind(pool) as (...given: unknown[]) => Promise<never>
  Object.assign(pool, {
    query: (...given: unknown[]) => {
      if ((given[0] as { name?: string }).name === 'find-users') reads++
      return query(...given)
    },
  })
  const database = createDatabase(pool)
  await migrate(database)
  const log = createLog('silent', { write() {} })
  const app = createUserService({ database, cache: createMemoryCache({ ttlMs: 60_000 }), clock: systemClock, log })
  await app.ready()
  return {
    app,
    database,
    readsOfDatabase: () => reads,
    loseDatabase: () => pool.end(),
    async close() {
      await app.close()
      if (!pool.ending) await pool.end()
      await pglite.close()
    },
  }
}
