import { once } from 'node:events'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** The file of the identity, of which PostgreSQL takes no notice. */
const IDENTITY = 'w2meet-identity'
/** Without one of these PGlite makes a database anew, aborts or never ends. */
const FILES = ['PG_VERSION', 'global/pg_control', 'global/pg_filenode.map', 'postgresql.conf', 'pg_hba.conf']
const FOLDERS = ['base', 'base/5', 'global', 'pg_wal', 'pg_xact', 'pg_multixact', 'pg_logical']

/** Makes a database in a folder, with the identity of its data folder. */
export async function makeDatabaseFolder(folder: string, identity: string): Promise<void> {
  // In a thread, because making a database takes some 400 MB, which the thread gives back when it ends.
  await once(new Worker(new URL('make-database.ts', import.meta.url), { workerData: folder }), 'exit')
  await stampDatabaseFolder(folder, identity)
}

/** Gives a database without an identity the identity of its data folder. */
export async function stampDatabaseFolder(folder: string, identity: string): Promise<void> {
  await writeFile(join(folder, IDENTITY), identity)
}

/** The identity in the database, or undefined where the database has none. Throws where a part of the database is missing. */
export async function readDatabaseIdentity(folder: string): Promise<string | undefined> {
  for (const name of FILES) {
    const size = await stat(join(folder, name)).then(
      (file) => (file.isFile() ? file.size : 0),
      () => 0,
    )
    if (size === 0) throw new Error(`${name} is missing or empty`)
  }
  for (const name of FOLDERS) {
    const entries = await readdir(join(folder, name)).catch(() => [])
    if (entries.length === 0) throw new Error(`${name} is missing or empty`)
  }
  return readFile(join(folder, IDENTITY), 'utf8').catch(() => undefined)
}
