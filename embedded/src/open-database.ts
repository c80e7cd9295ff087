import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { queueBefore } from '@w2meet/postgres'
import { StartError } from '@w2meet/service-kit'
import pg from 'pg'

/** How long work may wait for the connection: less than the gateway waits for its answer. */
const WAIT_MS = 5_000

/** A pool over PGlite, PostgreSQL inside this process. It has one connection: transactions take turns. */
export type EmbeddedDatabase = {
  pool: pg.Pool
  /** Hears of each notice (NOTIFY) on a channel, until it is closed. */
  listen(channel: string, heard: () => void): Promise<void>
  /** Runs work while the files of the database are those of one moment: everybody else waits for it. */
  atRest<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Opens the database that `openDataFolder` has made or found. Throws a StartError where the database is damaged. */
export async function openEmbeddedDatabase(folder: string): Promise<EmbeddedDatabase> {
  try {
    const pglite = await PGlite.create({
      dataDir: folder,
      extensions: { btree_gist },
      startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
    })
    await checkTables(pglite)
    const pool = new pg.Pool(createPgConfig(pglite) as pg.PoolConfig)
    queueBefore(pool, { places: 1, waitMs: WAIT_MS })
    return {
      pool,
      listen: async (channel, heard) => void (await pglite.listen(channel, heard)),
      async atRest(work) {
        const client = await pool.connect()
        try {
          // PGlite writes to its files only within a statement, and nobody else has the connection for one.
          return await work()
        } finally {
          client.release()
        }
      },
      async close() {
        await pool.end()
        await pglite.close()
      },
    }
  } catch (error) {
    throw databaseDamaged(folder, error)
  }
}

/** The error of a start that the files of the database make impossible. */
export function databaseDamaged(folder: string, error: unknown): StartError {
  const [reason] = (error as Error).message.split('\n')
  return new StartError(
    `The database in ${folder} cannot be opened (${reason}): restore the whole data folder from one backup (docs/operations.md).`,
    { cause: error },
  )
}

/** Throws where a table cannot be read, or has lost its rows: no step of w2meet shrinks a table whose index has entries. */
async function checkTables(pglite: PGlite): Promise<void> {
  const { rows } = await pglite.query<{ name: string; is_cut: boolean }>(
    `select quote_ident(relname) as name, pg_relation_size(c.oid) = 0 and pg_relation_size(indexrelid) > 8192 as is_cut
     from pg_class c left join pg_index on indrelid = c.oid and indisprimary
     where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  for (const { name, is_cut } of rows) {
    if (is_cut) throw new Error(`the table ${name} has lost its rows`)
    await pglite.query(`select from ${name} limit 1`)
  }
}
