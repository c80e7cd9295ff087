import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { StartError } from '@w2meet/service-kit'
import { jobsFileIn, openDataFolder } from '../data-folder.ts'
import { FolderInUse, notAnswering } from '../folder-lock.ts'
import { copyData } from './copy-data.ts'

/** Copies a data folder in which nothing runs, nor can until the copy is made. Throws a StartError that says why it cannot. */
export async function copyStoppedData(folder: string, to: string): Promise<void> {
  const path = resolve(folder)
  if (!existsSync(jobsFileIn(path))) {
    throw new StartError(`There are no data in ${path}; set W2MEET_DATA_DIR to the folder of the system.`)
  }
  const held = await openDataFolder(path, () => {}).catch((error) => {
    throw error instanceof FolderInUse ? notAnswering(path, error) : error
  })
  try {
    await copyData(held, to, (work) => work())
  } catch (error) {
    throw new StartError(`The data folder ${path} could not be copied: ${(error as Error).message}`, { cause: error })
  } finally {
    held.close()
  }
}
