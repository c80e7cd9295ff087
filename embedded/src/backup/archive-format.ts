import { createHash } from 'node:crypto'

/*
 * A backup is a SQLite file, whose header names it (`application_id`) and its format (`user_version`):
 *
 *   backup  one row: when it was made, by which version, and the checksum of all rows of `files`
 *   files   each file by its path in the data folder, with its size and checksum; a folder, whose path ends with `/`, is empty
 *   parts   the content of each file, in order, compressed part by part
 */
export const SCHEMA = `
  create table backup (made_at text not null, version text not null, checksum text not null);
  create table files (path text primary key, size_bytes integer not null, checksum text not null) without rowid;
  create table parts (path text not null, number integer not null, content blob not null, primary key (path, number));`

/** `w2mb`, in the header of the file. */
export const APPLICATION_ID = 0x77_32_6d_62
/** Rises where an older version could not restore a backup. */
export const FORMAT = 1
export const PART_BYTES = 4 * 1024 * 1024

export type ArchivedFile = { path: string; size_bytes: number; checksum: string }

/** A name that is one on any system, and leads nowhere else. */
const NAME = /^(?!\.{1,2}$)[^/\\:\p{Cc}]+$/u

/** Whether a path, as the archive has it, is one below the folder, on any system. */
export const isPathBelow = (path: string): boolean =>
  path
    .replace(/\/$/, '')
    .split('/')
    .every((name) => NAME.test(name))

/** The checksum of a list of files, in the order of their paths. */
export function checksumOf(files: readonly ArchivedFile[]): string {
  const hash = createHash('sha256')
  for (const { path, size_bytes, checksum } of files) hash.update(`${JSON.stringify(path)} ${size_bytes} ${checksum}\n`)
  return hash.digest('hex')
}
