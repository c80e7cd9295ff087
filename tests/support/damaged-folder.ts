import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openEmbeddedDatabase } from '../../embedded/src/open-database.ts'
import { createApi } from './api.ts'
import { folderWithDatabase, startEmbedded, temporaryFolder } from './embedded-process.ts'

/** A damage to a data folder; `heap` is the file of the people's table. */
type Damage = (folder: string, given: { heap: string; other: string }) => Promise<void>
export type Way = { what: string; damage: Damage; says: RegExp }

const removed =
  (...names: string[]): Damage =>
  async (folder) => {
    for (const name of names) await rm(join(folder, name), { recursive: true })
  }
const emptied =
  (name: string): Damage =>
  async (folder) => {
    await rm(join(folder, name), { recursive: true })
    await mkdir(join(folder, name))
  }
const written =
  (name: string, content: string | Buffer): Damage =>
  (folder) =>
    writeFile(join(folder, name), content)
const ofAnother =
  (name: string): Damage =>
  async (folder, { other }) => {
    await rm(join(folder, name), { recursive: true })
    await cp(join(other, name), join(folder, name), { recursive: true })
  }
const garbage = Buffer.alloc(16_384, 'nonsense')

/** Damages that a start sees at once; it touches nothing. */
export const seenAtOnce: readonly Way[] = [
  { what: 'PG_VERSION is missing', damage: removed('postgres/PG_VERSION'), says: /postgres is damaged \(PG_VERSION is missing/ },
  { what: 'PG_VERSION is empty', damage: written('postgres/PG_VERSION', ''), says: /PG_VERSION is missing or empty/ },
  { what: 'postgres is empty', damage: emptied('postgres'), says: /postgres is damaged/ },
  { what: 'postgres is missing', damage: removed('postgres'), says: /postgres is missing/ },
  {
    what: 'postgres is a file',
    damage: async (folder) => {
      await rm(join(folder, 'postgres'), { recursive: true })
      await writeFile(join(folder, 'postgres'), 'x')
    },
    says: /postgres is damaged/,
  },
  { what: 'pg_control is missing', damage: removed('postgres/global/pg_control'), says: /pg_control is missing/ },
  { what: 'pg_control is empty', damage: written('postgres/global/pg_control', ''), says: /pg_control is missing or empty/ },
  { what: 'pg_wal is missing', damage: removed('postgres/pg_wal'), says: /pg_wal is missing/ },
  { what: 'pg_wal is empty', damage: emptied('postgres/pg_wal'), says: /pg_wal is missing or empty/ },
  { what: 'base is missing', damage: removed('postgres/base'), says: /base is missing/ },
  { what: 'base/5 is missing', damage: removed('postgres/base/5'), says: /base\/5 is missing/ },
  { what: 'global is missing', damage: removed('postgres/global'), says: /postgres is damaged/ },
  { what: 'pg_xact is missing', damage: removed('postgres/pg_xact'), says: /pg_xact is missing/ },
  { what: 'pg_xact is empty', damage: emptied('postgres/pg_xact'), says: /pg_xact is missing or empty/ },
  { what: 'pg_multixact is missing', damage: removed('postgres/pg_multixact'), says: /pg_multixact is missing/ },
  { what: 'pg_filenode.map is missing', damage: removed('postgres/global/pg_filenode.map'), says: /pg_filenode.map is missing/ },
  { what: 'postgresql.conf is missing', damage: removed('postgres/postgresql.conf'), says: /postgresql.conf is missing/ },
  { what: 'pg_hba.conf is missing', damage: removed('postgres/pg_hba.conf'), says: /pg_hba.conf is missing/ },
  { what: 'postgres is of another folder', damage: ofAnother('postgres'), says: /postgres is of another folder/ },
  { what: 'jobs.sqlite is missing', damage: removed('jobs.sqlite'), says: /jobs.sqlite is missing/ },
  { what: 'jobs.sqlite is empty', damage: written('jobs.sqlite', ''), says: /jobs.sqlite is damaged/ },
  { what: 'jobs.sqlite is nonsense', damage: written('jobs.sqlite', garbage), says: /jobs.sqlite is damaged/ },
  {
    what: 'jobs.sqlite is cut',
    damage: (folder) => truncate(join(folder, 'jobs.sqlite'), 4_096),
    says: /jobs.sqlite is damaged/,
  },
  { what: 'jobs.sqlite is a folder', damage: emptied('jobs.sqlite'), says: /jobs.sqlite is damaged/ },
  { what: 'jobs.sqlite is of another folder', damage: ofAnother('jobs.sqlite'), says: /jobs.sqlite is of another folder/ },
  { what: 'the identity is nonsense', damage: written('identity', 'nonsense'), says: /identity is damaged/ },
  { what: 'the identity is of another folder', damage: ofAnother('identity'), says: /is of another folder/ },
  { what: 'postgres and jobs.sqlite are missing', damage: removed('postgres', 'jobs.sqlite'), says: /postgres is missing/ },
  {
    what: 'only the mails are there',
    damage: removed('postgres', 'jobs.sqlite', 'identity'),
    says: /has something in it \(mail\)/,
  },
  { what: 'the lock is nonsense', damage: written('lock.sqlite', garbage), says: /^Cannot lock .* may be removed/ },
]

/** Damages that a start sees only when it opens the database. */
export const seenInTheDatabase: readonly Way[] = [
  { what: 'PG_VERSION is of another PostgreSQL', damage: written('postgres/PG_VERSION', '15\n'), says: /cannot be opened/ },
  { what: 'pg_control is nonsense', damage: written('postgres/global/pg_control', garbage), says: /cannot be opened/ },
  {
    what: 'the log of changes is cut',
    damage: async (folder) => {
      const wal = join(folder, 'postgres/pg_wal')
      for (const name of await readdir(wal)) if (/^\w{24}$/.test(name)) await truncate(join(wal, name), 0)
    },
    says: /cannot be opened/,
  },
  { what: 'postgresql.conf is nonsense', damage: written('postgres/postgresql.conf', 'nonsense'), says: /cannot be opened/ },
  {
    what: 'a copy left out empty folders',
    damage: removed('postgres/pg_tblspc', 'postgres/pg_dynshmem', 'postgres/pg_stat_tmp', 'postgres/pg_replslot'),
    says: /cannot be opened/,
  },
  { what: 'the catalogue is empty', damage: written('postgres/base/5/1259', ''), says: /cannot be opened/ },
  { what: 'the table of people is missing', damage: (folder, { heap }) => rm(join(folder, heap)), says: /cannot be opened/ },
  {
    what: 'the table of people is empty',
    damage: (folder, { heap }) => truncate(join(folder, heap), 0),
    says: /the table users has lost its rows/,
  },
  {
    what: 'the table of people is nonsense',
    damage: (folder, { heap }) => writeFile(join(folder, heap), garbage),
    says: /cannot be opened \(invalid page/,
  },
]

/** Losses of files that hold nothing, after which a start goes on. */
const HARMLESS: readonly { what: string; damage: Damage }[] = [
  { what: 'lock and owner are missing', damage: removed('lock.sqlite', 'owner') },
  { what: 'the identity is missing', damage: removed('identity') },
  { what: 'the mails are missing', damage: removed('mail') },
]

/** Each way is tried on a copy of a folder that has people, a meeting, its mail and a job. */
export function describeDamage(ways: readonly Way[]): void {
  let whole: string
  let given: { heap: string; other: string }
  const folders: Awaited<ReturnType<typeof temporaryFolder>>[] = []
  const newFolder = async (make: typeof temporaryFolder) => folders[folders.push(await make()) - 1]!.path
  beforeAll(async () => {
    whole = await newFolder(folderWithDatabase)
    const system = startEmbedded({ W2MEET_DATA_DIR: whole })
    const api = createApi(await system.ready())
    await api.post('/api/users', { email: 'kept@example.com', availabilities: { monday: [9] } })
    const start = '2031-03-03T09:00:00Z'
    await api.post('/api/meetings', { organizer: 'kept@example.com', attendees: [], title: 'Kept', start, duration_minutes: 60 })
    await api.post('/api/tasks', { userId1: 'kept@example.com', userId2: 'nobody@example.com' })
    await vi.waitFor(async () => expect(await readdir(join(whole, 'mail'))).not.toEqual([]), 10_000)
    system.kill('SIGTERM')
    await system.ended

    const other = join(await newFolder(temporaryFolder), 'other')
    const another = startEmbedded({ W2MEET_DATA_DIR: other })
    await another.ready()
    another.kill('SIGTERM')
    await another.ended
    const { pool, close } = await openEmbeddedDatabase(join(other, 'postgres'))
    const { rows } = await pool.query<{ path: string }>("select pg_relation_filepath('users') as path")
    await close()
    given = { other, heap: join('postgres', rows[0]!.path) }
  }, 120_000)
  afterAll(async () => {
    for (const folder of folders) await folder.remove()
  })

  async function copied(damage: Damage): Promise<string> {
    const data = join(await newFolder(temporaryFolder), 'data')
    await cp(whole, data, { recursive: true })
    await damage(data, given)
    return data
  }

  async function expectAllThere(data: string): Promise<void> {
    const system = startEmbedded({ W2MEET_DATA_DIR: data })
    const api = createApi(await system.ready())
    const { body } = await api.get('/api/meetings?user=kept@example.com&from=2031-03-01T00:00:00Z&to=2031-03-05T00:00:00Z')
    expect((await api.get('/api/users/kept@example.com')).status).toBe(200)
    expect(body.meetings).toHaveLength(1)
    system.kill('SIGTERM')
    await system.ended
  }

  test.each(ways)('where $what the start ends with one sentence, and everything else is as it was', async (way) => {
    const data = await copied(way.damage)
    const before = await digestsIn(data)

    const system = startEmbedded({ W2MEET_DATA_DIR: data })
    const code = await system.ended

    expect(system.output.join('\n')).toMatch(way.says)
    expect(code).toBe(1)
    expect(system.output).toHaveLength(1)
    expect(system.output[0]).toMatch(/restore the (?:whole|data) |may be removed/)
    // PostgreSQL notes in the folder that it opened the database.
    if (seenAtOnce.includes(way)) expect(await digestsIn(data)).toEqual(before)
    for (const name of ['postgres', 'jobs.sqlite', 'identity']) {
      await rm(join(data, name), { recursive: true, force: true })
      await cp(join(whole, name), join(data, name), { recursive: true })
    }
    await rm(join(data, 'lock.sqlite'), { force: true })
    await expectAllThere(data)
  })

  test.each(HARMLESS)('where $what the start goes on, and nothing is lost', async ({ damage }) => {
    await expectAllThere(await copied(damage))
  })
}

/** The content of each file, but for a start's notes of itself. */
async function digestsIn(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const digests = files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !/\/(?:lock\.sqlite.*|owner)$/.test(file))
    .map(
      async (file) =>
        [
          file,
          createHash('sha256')
            .update(await readFile(file))
            .digest('hex'),
        ] as const,
    )
  return Object.fromEntries(await Promise.all(digests))
}
