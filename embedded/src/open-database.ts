import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import pg from 'pg'

/** A pool over PGlite, PostgreSQL inside this process. It has one connection: transactions take turns. */
export type EmbeddedDatabase = { pool: pg.Pool; close(): Promise<void> }

/**
 * Opens the database in a folder, or makes it there; without a folder one in memory. `onProgress` hears when it is being
 * made, which takes seconds.
 */
export async function openEmbeddedDatabase(
  folder: string | undefined,
  onProgress: (line: string) => void,
): Promise<EmbeddedDatabase> {
  const isNew = folder !== undefined && !existsSync(join(folder, 'PG_VERSION'))
  if (isNew) onProgress('Making the database, once; this takes a few seconds …')
  const startMs = performance.now()
  const pglite = await PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
  })
  if (isNew) onProgress(`The database is made (${((performance.now() - startMs) / 1_000).toFixed(1)} s).`)

  const pool = new pg.Pool(createPgConfig(pglite) as pg.PoolConfig)
  return {
    pool,
    async close() {
      await pool.end()
      await pglite.close()
    },
  }
}
