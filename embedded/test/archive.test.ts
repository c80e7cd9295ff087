import { createHash } from 'node:crypto'
import { cp, mkdir, open, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openTemporaryFolder, type TemporaryFolder } from '@w2meet/test-servers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checksumOf, PART_BYTES } from '../src/backup/archive-format.ts'
import { openArchive } from '../src/backup/read-archive.ts'
import { writeArchive } from '../src/backup/write-archive.ts'

let folder: TemporaryFolder
let [source, file, target] = ['', '', '']
beforeEach(async () => {
  folder = await openTemporaryFolder('archive')
  ;[source, file, target] = ['source', 'archive', 'target'].map((name) => join(folder.path, name)) as [string, string, string]
  await mkdir(join(source, 'base/empty'), { recursive: true })
  await mkdir(target)
  for (const sizeBytes of [0, 1, PART_BYTES, PART_BYTES + 1]) {
    await writeFile(join(source, `base/${sizeBytes}`), Buffer.alloc(sizeBytes, 'all kinds of things'))
  }
  for (const name of ['identity', 'Grüße an Ada.txt', '..hidden']) await writeFile(join(source, name), name)
  await writeArchive(file, source, new Date('2026-12-01T09:00:00Z'))
})
afterEach(() => folder.close())

test('what was written to an archive is read from it, files of any size and empty folders', async () => {
  const archive = openArchive(file)
  archive.extractTo(target)
  archive.close()

  const paths = await readdir(source, { recursive: true })
  expect((await readdir(target, { recursive: true })).sort()).toEqual(paths.sort())
  for (const path of paths) {
    if (!(await stat(join(source, path))).isFile()) continue
    const [read, written] = [await readFile(join(target, path)), await readFile(join(source, path))]
    expect(read.equals(written)).toBe(true)
  }
  expect(archive.madeAt).toBe('2026-12-01T09:00:00.000Z')
  expect((await readdir(folder.path)).sort()).toEqual(['archive', 'source', 'target'])
})

test('a file whose name another system could not have is refused before there is an archive that nobody can restore', async () => {
  await writeFile(join(source, 'a:b'), '')

  await expect(writeArchive(`${file}-2`, source, new Date())).rejects.toThrow('"a:b" has a name that no backup can hold')
})

const changed = (sql: string) => () => {
  const archive = new DatabaseSync(file)
  archive.exec(sql)
  archive.close()
}
const none = /archive is no backup of w2meet\.$/

test.each<[string, () => unknown, RegExp]>([
  ['is not there', () => folder.close(), /^The backup \S+archive cannot be read \(ENOENT.*\)\.$/],
  ['is empty', () => writeFile(file, ''), none],
  ['is a text', () => writeFile(file, 'a backup'.repeat(1_000)), none],
  ['is another SQLite file', changed('pragma application_id = 0'), none],
  [
    'is of another format',
    changed('pragma user_version = 2'),
    /is a backup of another version of w2meet; restore it with that one\.$/,
  ],
  ['was not finished', changed('delete from backup'), /is damaged \(its list of files/],
  ['lacks a file', changed("delete from files where path = 'identity'"), /is damaged \(its list of files/],
  [
    'has a file of another name',
    changed("update files set path = 'other' where path = 'identity'"),
    /is damaged \(its list of files/,
  ],
  [
    'lacks a part',
    changed("delete from parts where path = 'identity'"),
    /is damaged \(identity is not the file that was written/,
  ],
  ['lacks a table', changed('drop table parts'), /is damaged \(no such table: parts\); take another\.$/],
])('an archive that %s is refused in a sentence', async (_, damage, says) => {
  await damage()

  expect(() => openArchive(file)).toThrow(says)
})

test('an archive whose paths lead out of the folder is refused, though its checksums are right', async () => {
  for (const name of ['../identity', '/identity', 'a/../../identity', 'a\\..\\identity', 'C:identity', '.', 'a//b', '']) {
    const files = [{ path: name, size_bytes: 0, checksum: createHash('sha256').digest('hex') }]
    const archive = new DatabaseSync(file)
    archive.exec('delete from files; delete from parts')
    archive.prepare('insert into files values (?, 0, ?)').run(name, files[0]!.checksum)
    archive.prepare('update backup set checksum = ?').run(checksumOf(files))
    archive.close()

    expect(() => openArchive(file)).toThrow(/is no path in a data folder/)
  }
})

test('an archive that is cut anywhere, or has a wrong byte anywhere in what it holds, is refused in a sentence', async () => {
  const { size } = await stat(file)
  const whole = `${file}.whole`
  await cp(file, whole)
  for (const share of Array.from({ length: 20 }, (_, index) => (index + 0.5) / 20)) {
    const at = Math.floor(size * share)
    await truncate(file, at)
    expect(() => openArchive(file)).toThrow(/is damaged \(.*\); take another\.$/)

    await cp(whole, file)
    await flip(at)
    expect(wordsOf(() => openArchive(file).close())).toMatch(/^$|is damaged \(.*\); take another\.$/)
    await cp(whole, file)
  }
})

/** Changes a byte of the archive. */
async function flip(at: number): Promise<void> {
  const handle = await open(file, 'r+')
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at)
  await handle.write(Buffer.from([buffer[0]! ^ 0xff]), 0, 1, at)
  await handle.close()
}

/** What an action throws; empty where it throws nothing, since the byte is of a page's unused room. */
function wordsOf(action: () => void): string {
  try {
    action()
    return ''
  } catch (error) {
    return (error as Error).message
  }
}
