import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '@w2meet/service-kit'

const SQLITE_BUSY = 5

/** Another process holds the lock. */
export class FolderInUse extends StartError {
  /** `process 4711`. */
  readonly owner: string

  constructor(path: string, owner: string) {
    super(`The data folder ${path} is in use by ${owner}; stop that one or set W2MEET_DATA_DIR to another folder.`)
    this.owner = owner
  }
}

/** Why a command finds a folder in use by a system that does not answer there. */
export function notAnswering(path: string, error: FolderInUse): StartError {
  return new StartError(
    `The data folder ${path} is in use by ${error.owner}, which does not answer there; it may be starting or stopping, so try again in a moment.`,
    { cause: error },
  )
}

/**
 * Locks a data folder, since two processes on one PGlite folder would lose rows silently. The lock is SQLite's on a file of
 * its own: the operating system frees it however the process ends. Throws `FolderInUse`, which names the process that
 * holds it, or a StartError.
 */
export async function lockFolder(path: string): Promise<{ close(): void }> {
  const lockFile = join(path, 'lock.sqlite')
  const ownerFile = join(path, 'owner')
  let lock: DatabaseSync
  try {
    lock = new DatabaseSync(lockFile)
    lock.exec('pragma locking_mode = exclusive; begin exclusive; commit')
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) {
      throw new StartError(
        `Cannot lock the data folder ${path} (${(error as Error).message}); lock.sqlite holds nothing and may be removed while w2meet does not run.`,
        { cause: error },
      )
    }
    const owner = await readFile(ownerFile, 'utf8').catch(() => 'another process')
    throw new FolderInUse(path, owner)
  }
  await writeFile(ownerFile, `process ${process.pid}`, { mode: 0o600 })
  return lock
}
