import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import { APPLICATION_ID, type ArchivedFile, checksumOf, FORMAT, isPathBelow, PART_BYTES, SCHEMA } from './archive-format.ts'

const compress = promisify(zstdCompress)
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }

/** Writes all files of a folder to an archive, a file that is not there yet; resolves when it is on the disk. */
export async function writeArchive(file: string, folder: string, madeAt: Date): Promise<void> {
  const archive = new DatabaseSync(file)
  try {
    // Nobody sees the file before it is whole.
    archive.exec(`pragma journal_mode = off; pragma synchronous = off; pragma application_id = ${APPLICATION_ID};
      pragma user_version = ${FORMAT}; ${SCHEMA} begin`)
    const insertPart = archive.prepare('insert into parts values (?, ?, ?)')
    const insertFile = archive.prepare('insert into files values (?, ?, ?)')
    const files: ArchivedFile[] = []
    const memory = Buffer.alloc(PART_BYTES)
    for (const path of pathsIn(folder)) {
      if (!isPathBelow(path)) throw new Error(`${JSON.stringify(path)} has a name that no backup can hold; give it another`)
      const hash = createHash('sha256')
      let size_bytes = 0
      let number = 0
      for (const part of partsOf(join(folder, path), memory)) {
        hash.update(part)
        size_bytes += part.length
        insertPart.run(path, number++, await compress(part))
      }
      const checksum = hash.digest('hex')
      insertFile.run(path, size_bytes, checksum)
      files.push({ path, size_bytes, checksum })
    }
    archive.prepare('insert into backup values (?, ?, ?)').run(madeAt.toISOString(), version, checksumOf(files))
    archive.exec('commit')
  } finally {
    archive.close()
  }
  const written = openSync(file, 'r')
  fsyncSync(written)
  closeSync(written)
}

/** The paths of all files and folders below a folder, as the archive has them, sorted as SQLite sorts them. */
function pathsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/') + (entry.isFile() ? '' : '/'))
    .sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
}

/** The content of a file, part by part, each in the same memory; a folder has none. */
function* partsOf(file: string, memory: Buffer): Generator<Buffer> {
  if (file.endsWith(sep)) return
  const source = openSync(file, 'r')
  try {
    for (let length = readSync(source, memory); length > 0; length = readSync(source, memory)) yield memory.subarray(0, length)
  } finally {
    closeSync(source)
  }
}
