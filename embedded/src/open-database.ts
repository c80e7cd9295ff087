import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import pg from 'pg'

/** A pool over PGlite, PostgreSQL inside this process. It has one connection: transactions take turns. */
export type EmbeddedDatabase = {
  pool: pg.Pool
  /** Hears of each notice (NOTIFY) on a channel, until it is closed. */
  listen(channel: string, heard: () => void): Promise<void>
  close(): Promise<void>
}

/** Opens the database in a folder, or makes it there. `onProgress` hears when it is being made, which takes seconds. */
export async function openEmbeddedDatabase(folder: string, onProgress: (line: string) => void): Promise<EmbeddedDatabase> {
  if (!existsSync(folder)) await make(folder, onProgress)
  const pglite = await PGlite.create({
    dataDir: folder,
    extensions: { btree_gist },
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
  })
  const pool = new pg.Pool(createPgConfig(pglite) as pg.PoolConfig)
  return {
    pool,
    listen: async (channel, heard) => void (await pglite.listen(channel, heard)),
    async close() {
      await pool.end()
      await pglite.close()
    },
  }
}

/** The folder gets its name when it is complete, so that a start that was killed is made good by the next. */
async function make(folder: string, onProgress: (line: string) => void): Promise<void> {
  onProgress('Making the database, once; this takes a few seconds …')
  const startMs = performance.now()
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  // In a thread, because it takes some 400 MB that are given back when the thread ends.
  await once(new Worker(new URL('make-database.ts', import.meta.url), { workerData: unfinished }), 'exit')
  await rename(unfinished, folder)
  onProgress(`The database is made (${((performance.now() - startMs) / 1_000).toFixed(1)} s).`)
}
