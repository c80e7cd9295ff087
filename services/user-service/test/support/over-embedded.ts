import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import pg from 'pg'
import { createMemoryCache } from '../../src/app.ts'
import { type OpenUserService, serveOver } from './open-user-service.ts'

const extensions = { btree_gist }
/** An empty database. Making one takes seconds, and loading a copy of it a third of a second. */
let empty: Promise<Blob> | undefined
async function makeEmpty(): Promise<Blob> {
  const pglite = await PGlite.create({ extensions })
  const copy = await pglite.dumpDataDir('none')
  await pglite.close()
  return copy
}

/** The service over a database of its own in memory. */
export async function openOverEmbedded(): Promise<OpenUserService> {
  const pglite = await PGlite.create({ loadDataDir: await (empty ??= makeEmpty()), extensions })
  const pool = new pg.Pool(createPgConfig(pglite) as pg.PoolConfig)
  const service = await serveOver(pool, async () => createMemoryCache({ ttlMs: 60_000 }))
  return {
    ...service,
    // PGlite belongs to one process, which has one pool.
    openAnother: () => ({ database: service.database, close: async () => {} }),
    listen: async (channel, heard) => void (await pglite.listen(channel, heard)),
    loseDatabase: () => pool.end(),
    async close() {
      await service.app.close()
      if (!pool.ending) await pool.end()
      await pglite.close()
    },
  }
}
