import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** How many files are open at once. */
const MAX_AT_ONCE = 32

/** Waits until a folder, and all files and folders below it, are on the disk. */
export async function syncFiles(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const isWindows = process.platform === 'win32'
  const kept = entries.filter((entry) => entry.isFile() || (entry.isDirectory() && !isWindows))
  const left = kept.map(({ parentPath, name }) => join(parentPath, name)).values()
  const syncLeft = async () => {
    for (const path of left) await syncOne(path)
  }
  await Promise.all(Array.from({ length: MAX_AT_ONCE }, syncLeft))
  await syncNames(folder)
}

/** Waits until the names in a folder are on the disk. Windows has no such call for folders. */
export async function syncNames(folder: string): Promise<void> {
  if (process.platform !== 'win32') await syncOne(folder)
}

async function syncOne(path: string): Promise<void> {
  await using file = await open(path, 'r')
  await file.sync()
}
