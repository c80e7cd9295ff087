import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { zstdDecompressSync } from 'node:zlib'
import { StartError } from '@w2meet/service-kit'
import { APPLICATION_ID, type ArchivedFile, checksumOf, FORMAT, isPathBelow, PART_BYTES } from './archive-format.ts'

/** A backup that was found to be whole. */
export type Archive = {
  madeAt: string
  /** Writes all files below an empty folder. */
  extractTo(folder: string): void
  close(): void
}

/** Of a SQLite file: its format and name are in it (https://www.sqlite.org/fileformat.html). */
const HEADER_BYTES = 100

/** Reads all of a backup once. Throws a StartError that says why it is none, or what is wrong with it. */
export function openArchive(file: string): Archive {
  checkHeader(file)
  // SQLite would otherwise leave files of its own beside it, or take such files for a part of it.
  const archive = new DatabaseSync(new URL(`${pathToFileURL(file)}?immutable=1`), { readOnly: true })
  try {
    const files = filesOf(archive)
    for (const one of files) readFile(archive, one, () => {})
    return {
      madeAt: archive.prepare('select made_at from backup').get()?.made_at as string,
      extractTo: (folder) => extract(archive, files, folder),
      close: () => archive.close(),
    }
  } catch (error) {
    archive.close()
    if (error instanceof StartError) throw error
    throw new StartError(`The backup ${resolve(file)} is damaged (${(error as Error).message}); take another.`, { cause: error })
  }
}

/** Looks at the header itself, since SQLite says the same of a file that is cut and of one that is none of its own. */
function checkHeader(file: string): void {
  const header = Buffer.alloc(HEADER_BYTES)
  try {
    const source = openSync(file, 'r')
    readSync(source, header)
    closeSync(source)
  } catch (error) {
    throw new StartError(`The backup ${resolve(file)} cannot be read (${(error as Error).message}).`, { cause: error })
  }
  if (header.readUInt32BE(68) !== APPLICATION_ID) throw new StartError(`${resolve(file)} is no backup of w2meet.`)
  if (header.readUInt32BE(60) !== FORMAT) {
    throw new StartError(`${resolve(file)} is a backup of another version of w2meet; restore it with that one.`)
  }
}

function filesOf(archive: DatabaseSync): ArchivedFile[] {
  const files = archive.prepare('select * from files order by path').all() as ArchivedFile[]
  const checksum = archive.prepare('select checksum from backup').get()?.checksum
  if (checksumOf(files) !== checksum) throw new Error('its list of files is not the one that was written')
  const foreign = files.find(({ path }) => !isPathBelow(path))
  if (foreign !== undefined) throw new Error(`${JSON.stringify(foreign.path)} is no path in a data folder`)
  return files
}

/** Hands over the content of a file part by part. Throws where it is not what was written. */
function readFile(archive: DatabaseSync, { path, size_bytes, checksum }: ArchivedFile, take: (part: Buffer) => void): void {
  const hash = createHash('sha256')
  let sizeBytes = 0
  for (const { content } of archive.prepare('select content from parts where path = ? order by number').iterate(path)) {
    const part = zstdDecompressSync(content as Uint8Array, { maxOutputLength: PART_BYTES })
    hash.update(part)
    sizeBytes += part.length
    take(part)
  }
  if (sizeBytes !== size_bytes || hash.digest('hex') !== checksum) throw new Error(`${path} is not the file that was written`)
}

function extract(archive: DatabaseSync, files: readonly ArchivedFile[], folder: string): void {
  for (const file of files) {
    const target = join(folder, file.path)
    if (file.path.endsWith('/')) {
      mkdirSync(target, { recursive: true, mode: 0o700 })
      continue
    }
    const written = openSync(target, 'wx', 0o600)
    try {
      readFile(archive, file, (part) => writeSync(written, part))
    } finally {
      closeSync(written)
    }
  }
}
