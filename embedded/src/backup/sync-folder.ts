import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Waits until the names in a folder are on the disk, and in the folders below it. Windows has no such call for folders. */
export function syncFolder(path: string, { recursive = true } = {}): void {
  if (process.platform === 'win32') return
  const entries = recursive ? readdirSync(path, { recursive: true, withFileTypes: true }) : []
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name))
  for (const folder of [...folders, path]) {
    const descriptor = openSync(folder, 'r')
    fsyncSync(descriptor)
    closeSync(descriptor)
  }
}
