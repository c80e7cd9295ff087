import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { StartError } from '@w2meet/service-kit'
import { isNothing, UNFINISHED_RESTORE } from '../data-folder.ts'
import { lockFolder } from '../folder-lock.ts'
import { syncFiles, syncNames } from '../sync-files.ts'

/**
 * Makes a data folder of what `fill` puts into the folder it is given. The data folder must be empty, or not be there; one in
 * which an earlier restore was stopped begins anew. Until all is in its place, and on the disk, no start takes it for whole.
 * Throws a StartError where something else is in it; where `fill` throws, it is empty again.
 */
export async function restoreFolder(folder: string, fill: (path: string) => void): Promise<void> {
  const path = resolve(folder)
  const making = join(path, UNFINISHED_RESTORE)
  const inIt = async () => (existsSync(path) ? (await readdir(path)).filter((name) => !isNothing(name)) : [])
  async function checkEmpty(): Promise<void> {
    const names = await inIt()
    if (names.length === 0 || names.includes(UNFINISHED_RESTORE)) return
    throw new StartError(
      `The folder ${path} has something in it (${names.slice(0, 3).join(', ')}); a backup is restored into an empty folder, or one that is not there: set W2MEET_DATA_DIR to one.`,
    )
  }
  const empty = async () => {
    // The mark goes last, since it says whose all the rest is.
    for (const name of [...(await inIt()).filter((one) => one !== UNFINISHED_RESTORE), UNFINISHED_RESTORE]) {
      await rm(join(path, name), { recursive: true, force: true })
    }
  }

  await checkEmpty()
  await mkdir(path, { recursive: true, mode: 0o700 })
  const lock = await lockFolder(path)
  try {
    // Another restore may have come to its end meanwhile.
    await checkEmpty()
    await empty()
    await mkdir(making, { mode: 0o700 })
    try {
      fill(making)
      await syncFiles(making)
      for (const name of await readdir(making)) await rename(join(making, name), join(path, name))
    } catch (error) {
      await empty()
      throw error
    }
    await syncNames(path)
    await rmdir(making)
  } finally {
    lock.close()
  }
}
