import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openTemporaryFolder, type TemporaryFolder } from '@w2meet/test-servers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { copyData } from '../src/backup/copy-data.ts'

let folder: TemporaryFolder
let data: { path: string; database: string; jobs: string; close(): void }
let to: string
beforeEach(async () => {
  folder = await openTemporaryFolder('copy')
  const path = join(folder.path, 'data')
  data = { path, database: join(path, 'postgres'), jobs: join(path, 'jobs.sqlite'), close() {} }
  to = join(folder.path, 'copy')
  await mkdir(join(data.database, 'base'), { recursive: true })
  await mkdir(join(data.database, 'empty'))
  for (const name of ['changed', 'gone', 'renamed', 'base/grown', 'base/same'])
    await writeFile(join(data.database, name), 'before')
  new DatabaseSync(data.jobs).exec('create table jobs (id text)')
})
afterEach(() => folder.close())

async function filesIn(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path, { recursive: true })).sort()
  const contents = names.map(async (name) => {
    const file = join(path, name)
    return [name, (await stat(file)).isFile() ? await readFile(file, 'utf8') : 'a folder'] as const
  })
  return Object.fromEntries(await Promise.all(contents))
}

test.each([
  ['', undefined],
  [', on a disk whose times are of the past', new Date('2001-01-01')],
  [', on a disk whose times are of the future', new Date('2101-01-01')],
])(
  'the database is copied as it is in the moment in which it rests, whatever changed since the copying began%s',
  async (_, time) => {
    const inData = (name: string) => join(data.database, name)
    for (const name of ['changed', 'gone', 'renamed', 'base/grown', 'base/same']) if (time) await utimes(inData(name), time, time)

    await copyData(data, to, async (work) => {
      await writeFile(inData('changed'), 'after!')
      await rm(inData('gone'))
      await rename(inData('renamed'), inData('base/named'))
      await writeFile(inData('base/grown'), 'before and after')
      await writeFile(inData('new'), 'new')
      new DatabaseSync(data.jobs).exec("insert into jobs values ('one')")
      return work()
    })

    expect(await filesIn(join(to, 'postgres'))).toEqual(await filesIn(data.database))
    expect(new DatabaseSync(join(to, 'jobs.sqlite')).prepare('select id from jobs').all()).toEqual([{ id: 'one' }])
  },
)

test('all that is kept is copied, and nothing that belongs to a running system, or is unfinished', async () => {
  await mkdir(join(data.path, 'mail'))
  for (const name of ['identity', 'a-secret', 'mail/one.eml']) await writeFile(join(data.path, name), name)
  for (const name of ['lock.sqlite', 'owner', 'jobs.sqlite-journal', 'old.unfinished']) await writeFile(join(data.path, name), '')

  await copyData(data, to, (work) => work())

  expect((await readdir(to)).sort()).toEqual(['a-secret', 'identity', 'jobs.sqlite', 'mail', 'postgres'])
  expect(await readdir(join(to, 'mail'))).toEqual(['one.eml'])
})

test('a copy that fails says why, and does not hold the database', async () => {
  await writeFile(to, 'a file')
  const held: string[] = []

  const copying = copyData(data, to, async (work) => {
    held.push('held')
    return work()
  })

  await expect(copying).rejects.toThrow(/EEXIST|ENOTDIR/)
  expect(held).toEqual([])
})

test('a copy for which the database never rests ends its thread', async () => {
  const copying = copyData(data, to, async () => {
    throw new Error('too many at once')
  })

  await expect(copying).rejects.toThrow('too many at once')
})
