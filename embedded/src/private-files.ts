import { chmod, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '@w2meet/service-kit'

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600
const OTHERS = 0o077

/**
 * Closes a data folder to everybody but its owner: the mode of the folder keeps others out of all files in it, under any umask
 * (PGlite's files are open to all). Closes the files beside the database too, and those of mails where a folder was open, and
 * tells the operator of an open data folder. Throws a StartError where a mode cannot be changed.
 */
export async function closeToOthers(folder: string, onProgress: (line: string) => void): Promise<void> {
  // Windows has no such modes.
  if (process.platform === 'win32') return
  try {
    const mails = join(folder, 'mail')
    const wasOpen = await close(folder, FOLDER_MODE)
    const mailsWereOpen = await close(mails, FOLDER_MODE)
    for (const file of await filesIn(folder)) await close(file, FILE_MODE)
    if (wasOpen || mailsWereOpen) for (const file of await filesIn(mails)) await close(file, FILE_MODE)
    if (wasOpen) onProgress(`Others on this machine could pass into the data folder ${folder}; now they cannot.`)
  } catch (error) {
    throw new StartError(
      `Others on this machine can pass into the data folder ${folder}, and it cannot be closed to them (${(error as Error).message}); run chmod -R go= on it as its owner, or set W2MEET_DATA_DIR to another.`,
      { cause: error },
    )
  }
}

/** Sets the mode of a path that is open to others; returns whether it was. */
async function close(path: string, mode: number): Promise<boolean> {
  const before = await stat(path).catch(() => undefined)
  if (before === undefined || (before.mode & OTHERS) === 0) return false
  await chmod(path, mode)
  return true
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name))
}
