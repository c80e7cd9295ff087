import { chmod, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '@w2meet/service-kit'

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600
const OTHERS = 0o077

/**
 * Closes a data folder to everybody but its owner: its own mode keeps others out of all that is in it, whatever the umask was
 * when that was made (PGlite's files are open to all). The files beside the database are closed besides. Where the folder
 * was open, all of them are looked at, and it says so. Throws a StartError where that is not possible.
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

/** Whether it was open to others. */
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
