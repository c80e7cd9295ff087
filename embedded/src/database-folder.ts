import { once } from 'node:events'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** PostgreSQL takes no notice of it. */
const IDENTITY = 'w2meet-identity'
/** Without one of these PGlite makes a database anew, aborts or never ends. */
const FILES = ['PG_VERSION', 'global/pg_control', 'global/pg_filenode.map', 'postgresql.conf', 'pg_hba.conf']
const FOLDERS = ['base', 'base/5', 'global', 'pg_wal', 'pg_xact', 'pg_multixact', 'pg_logical']

/** Makes a database in a folder, with the identity of its data folder. */
export async function makeDatabaseFolder(folder: string, identity: string): Promise<void> {
  // In a thread, because it takes some 400 MB that are given back when the thread ends.
  await once(new Worker(new URL('make-database.ts', import.meta.url), { workerData: folder }), 'exit')
  await stampDatabaseFolder(folder, identity)
}

/** Gives its identity to the database of a data folder that has none. */
export async function stampDatabaseFolder(folder: string, identity: string): Promise<void> {
  await writeFile(join(folder, IDENTITY), identity)
}

/** The identity of its data folder, or undefined where it has none. Throws where a part of the database is missing. */
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
