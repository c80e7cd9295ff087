import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { isBusy, jobsFileHeld } from '@w2meet/job-queue/embedded'

/** Gives the file of the job queue, made where it is missing, the identity of its data folder. The queue adds its own tables. */
export function stampJobsFile(file: string, identity: string): void {
  const database = new DatabaseSync(file)
  database.exec('create table if not exists data_folder (identity text primary key)')
  database.prepare('insert into data_folder values (?)').run(identity)
  database.close()
}

/**
 * The identity of its data folder, or undefined where it has none. Throws where it is no queue, or damaged, and a StartError
 * where another process holds it; changes nothing.
 */
export async function readJobsIdentity(file: string): Promise<string | undefined> {
  // Where no log of changes is beside the file SQLite would make one, and leave it there.
  const untouched = existsSync(`${file}-wal`) ? file : new URL(`${pathToFileURL(file)}?immutable=1`)
  const database = new DatabaseSync(untouched, { readOnly: true, timeout: 5_000 })
  try {
    const [check] = database.prepare('pragma quick_check(1)').all() as { quick_check: string }[]
    if (check?.quick_check !== 'ok') throw new Error(check?.quick_check)
    const tables = database
      .prepare("select name from sqlite_master where type = 'table'")
      .all()
      .map(({ name }) => name)
    if (tables.includes('data_folder')) return database.prepare('select identity from data_folder').get()?.identity as string
    if (!tables.includes('jobs')) throw new Error('it has no jobs table')
    return undefined
  } catch (error) {
    throw isBusy(error) ? jobsFileHeld(file, error) : error
  } finally {
    database.close()
  }
}

/** Copies the file as it is now, without what was deleted from it; others may have it open. Blocks the event loop. */
export function copyJobsFile(file: string, to: string): void {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 1_000 })
  try {
    database.prepare('vacuum into ?').run(to)
  } finally {
    database.close()
  }
}
