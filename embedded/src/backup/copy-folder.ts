import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

/** A file system may write times of change in steps as coarse as this. */
const TIME_STEP_MS = 2_000

/**
 * Makes `to` a copy of the folder `from`. Of files that were in `to` already copies those alone that may have changed since
 * `changedSinceMs`, and removes those that are gone. Returns since when the next call has to look. Where others write meanwhile
 * the copy is of no one moment, and a call while nobody writes mends that quickly. Blocks the event loop.
 */
export function copyFolder(from: string, to: string, changedSinceMs = 0): number {
  const entries = readdirSync(from, { recursive: true, withFileTypes: true })
  const pathOf = (entry: (typeof entries)[number]) => relative(from, join(entry.parentPath, entry.name))
  const makeFolder = (path: string) => mkdirSync(join(to, path), { recursive: true, mode: 0o700 })
  makeFolder('')
  for (const entry of entries) if (entry.isDirectory()) makeFolder(pathOf(entry))

  const paths = entries.filter((entry) => entry.isFile()).map(pathOf)
  const found = paths.map((path) => [path, statIfThere(join(from, path))] as const)
  // Its times are by the clock of the file system, which need not be that of this machine; and some may be in the future.
  let newestMs = 0
  for (const [, stat] of found) newestMs = Math.max(newestMs, stat?.mtimeMs ?? 0)
  const sinceMs = Math.min(newestMs, Date.now()) - TIME_STEP_MS

  for (const [path, stat] of found) {
    if (stat === undefined) continue
    const target = join(to, path)
    if (stat.mtimeMs >= changedSinceMs || statIfThere(target)?.size !== stat.size) copyIfThere(join(from, path), target)
  }
  const stays = new Set(entries.map(pathOf))
  for (const path of readdirSync(to, { recursive: true, encoding: 'utf8' })) {
    if (!stays.has(path)) rmSync(join(to, path), { recursive: true, force: true })
  }
  return sinceMs
}

const statIfThere = (path: string) => statSync(path, { throwIfNoEntry: false })

function copyIfThere(from: string, to: string): void {
  try {
    copyFileSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
