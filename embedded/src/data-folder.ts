import { constants } from 'node:fs'
import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '@w2meet/service-kit'

/** The folder of the embedded system, held by this process alone until it is closed. */
export type DataFolder = {
  /** PGlite's; missing until the first start made it. */
  database: string
  jobs: string
  close(): void
}

export const jobsFileIn = (folder: string) => join(resolve(folder), 'jobs.sqlite')

/**
 * Makes the folder where needed and locks it. Two processes on one PGlite folder would lose rows silently. The lock is
 * SQLite's on a file of its own: the operating system frees it however the process ends. Throws a StartError that names
 * the process that holds it.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder)
  const lockFile = join(path, 'lock.sqlite')
  const ownerFile = join(path, 'owner')
  try {
    await mkdir(path, { recursive: true })
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartError(
      `Cannot write to the data folder ${path} (${(error as Error).message}); set W2MEET_DATA_DIR to another.`,
      { cause: error },
    )
  }

  let lock: DatabaseSync
  try {
    lock = new DatabaseSync(lockFile)
    lock.exec('pragma locking_mode = exclusive; begin exclusive; commit')
  } catch (error) {
    const SQLITE_BUSY = 5
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) {
      throw new StartError(`Cannot lock the data folder ${path} (${(error as Error).message}).`, { cause: error })
    }
    const owner = await readFile(ownerFile, 'utf8').catch(() => 'another process')
    throw new StartError(`The data folder ${path} is in use by ${owner}; stop that one or set W2MEET_DATA_DIR to another folder.`)
  }
  await writeFile(ownerFile, `process ${process.pid}`)

  return { database: join(path, 'postgres'), jobs: jobsFileIn(path), close: () => lock.close() }
}
