import { spawnSync } from 'node:child_process'
import { chmod, cp, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openDataFolder } from '../../embedded/src/data-folder.ts'
import { createApi } from '../support/api.ts'
import { folderWithDatabase, runJobs, startEmbedded, temporaryFolder } from '../support/embedded-process.ts'
import { madeDataFolder } from '../support/make-database.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let data: string
beforeEach(async () => {
  folder = await temporaryFolder()
  data = join(folder.path, 'data')
})
afterEach(() => folder.remove())

const monday = { availabilities: { monday: [9] } }
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

describe('nobody else passes into the data folder', () => {
  /** The modes of all files in the folder beside the database's own, which lie behind the folder's mode. */
  async function modes(): Promise<Record<string, string>> {
    const [top, mails] = [await readdir(data), await readdir(join(data, 'mail'))]
    const paths = [...top, ...mails.map(() => 'mail/*.eml')]
    const files = [...top, ...mails.map((name) => join('mail', name))].map((name) => join(data, name))
    const entries = await Promise.all(files.map(async (file, index) => [paths[index]!, await modeOf(file)]))
    return { '.': await modeOf(data), ...Object.fromEntries(entries) }
  }
  const CLOSED = {
    '.': '700',
    'jobs.sqlite': '600',
    identity: '600',
    'lock.sqlite': '600',
    owner: '600',
    'operator.sock': '600',
    mail: '700',
    'mail/*.eml': '600',
  }

  test.each(['000', '022', '077'])('that is made under umask %s', async (umask) => {
    await cp(madeDataFolder, data, { recursive: true })
    await rm(join(data, 'identity'))
    await chmod(data, 0o700)
    const system = startEmbedded({ W2MEET_DATA_DIR: data }, { umask })
    const start = '2031-03-03T09:00:00Z'
    const meeting = { organizer: 'ada@example.com', attendees: [], title: 'Secret', start, duration_minutes: 60 }
    await createApi(await system.ready()).post('/api/meetings', meeting)
    await vi.waitFor(async () => expect((await readdir(join(data, 'mail'))).join()).toMatch(/\.eml$/), 10_000)

    expect(await modes()).toMatchObject(CLOSED)
    expect(Object.entries(await modes()).filter(([name, mode]) => name !== 'postgres' && !/^[67]00$/.test(mode))).toEqual([])
  })

  test('and that was open to others is closed, which is said', async () => {
    await cp(madeDataFolder, data, { recursive: true })
    await chmod(data, 0o755)
    for (const name of ['jobs.sqlite', 'identity']) await chmod(join(data, name), 0o644)

    const system = startEmbedded({ W2MEET_DATA_DIR: data })
    await system.ready()

    expect(system.output[0]).toBe(`Others on this machine could pass into the data folder ${data}; now they cannot.`)
    expect([await modeOf(data), await modeOf(join(data, 'jobs.sqlite')), await modeOf(join(data, 'identity'))]).toEqual([
      '700',
      '600',
      '600',
    ])
  })

  test.runIf(process.getuid?.() === 0)('so another user reads nothing in it, and cannot start on it', async () => {
    await cp(madeDataFolder, data, { recursive: true })
    await chmod(folder.path, 0o755)
    await chmod(data, 0o755)
    const asNobody = (program: string, ...args: string[]) =>
      spawnSync(program, args, { uid: 65_534, gid: 65_534, encoding: 'utf8' })
    const before = asNobody('cat', join(data, 'postgres/PG_VERSION'))
    const { close } = await openDataFolder(data, () => {})
    close()

    const after = asNobody('cat', join(data, 'postgres/PG_VERSION'))

    expect(before.status).toBe(0)
    expect([after.status, after.stderr]).toEqual([1, expect.stringContaining('Permission denied')])
  })
})

describe('a first start that was killed is made good by the next', () => {
  const copies: (() => Promise<void>)[] = []
  afterAll(() => Promise.all(copies.map((remove) => remove())))

  /** A folder as a start leaves it that was killed after it had made all parts, and named so many of them. */
  async function killedAfterNaming(count: number): Promise<string> {
    const { path, remove } = await folderWithDatabase()
    copies.push(remove)
    for (const part of ['postgres', 'jobs.sqlite', 'identity'].slice(count)) {
      await rename(join(path, part), join(path, `${part}.unfinished`))
    }
    return path
  }

  test.each([0, 1, 2])('after %d of its 3 parts had their names', async (count) => {
    const path = await killedAfterNaming(count)
    const progress: string[] = []

    const opened = await openDataFolder(path, (line) => progress.push(line))
    opened.close()

    expect(progress).toEqual([])
    expect((await readdir(path)).toSorted()).toEqual(['identity', 'jobs.sqlite', 'lock.sqlite', 'owner', 'postgres'])
  })

  test('before all of its parts were made', async () => {
    const path = await killedAfterNaming(0)
    await rm(join(path, 'identity.unfinished'))
    const progress: string[] = []

    const opened = await openDataFolder(path, (line) => progress.push(line))
    opened.close()

    expect(progress).toHaveLength(2)
    expect((await readdir(path)).toSorted()).toEqual(['identity', 'jobs.sqlite', 'lock.sqlite', 'owner', 'postgres'])
  })
})

test('the folder of an earlier version, which has no identity, is opened with all that is in it, and gets one', async () => {
  await cp(madeDataFolder, data, { recursive: true })
  const first = startEmbedded({ W2MEET_DATA_DIR: data })
  await createApi(await first.ready()).post('/api/users', { email: 'kept@example.com', ...monday })
  first.kill('SIGTERM')
  await first.ended
  await rm(join(data, 'identity'))
  await rm(join(data, 'postgres/w2meet-identity'))
  const jobs = new DatabaseSync(join(data, 'jobs.sqlite'))
  jobs.exec('drop table data_folder')
  jobs.close()

  const second = startEmbedded({ W2MEET_DATA_DIR: data })
  const { status } = await createApi(await second.ready()).get('/api/users/kept@example.com')

  expect(status).toBe(200)
  const identity = await readFile(join(data, 'identity'), 'utf8')
  expect(identity).toMatch(/^[0-9a-f-]{36}$/)
  expect(await readFile(join(data, 'postgres/w2meet-identity'), 'utf8')).toBe(identity)
})

test('a folder that somebody else uses is not filled', async () => {
  await cp(join(madeDataFolder, 'identity'), join(data, 'thesis.txt'), { recursive: true })
  await chmod(data, 0o755)

  const opening = openDataFolder(data, () => {})

  await expect(opening).rejects.toThrow('has something in it (thesis.txt)')
  expect(await readdir(data)).toEqual(['thesis.txt'])
  expect(await modeOf(data)).toBe('755')
})

test('npm run jobs changes nothing in a folder whose jobs are damaged', async () => {
  await cp(madeDataFolder, data, { recursive: true })
  await cp(join(data, 'identity'), join(data, 'jobs.sqlite'))
  const before = await readdir(data)

  const { code, output } = await runJobs(['list'], { W2MEET_DATA_DIR: data })

  expect([code, output]).toEqual([1, expect.stringMatching(/^\S+jobs\.sqlite is damaged \(.*\); restore/)])
  expect(await readdir(data)).toEqual(before)
  expect(await readFile(join(data, 'jobs.sqlite'), 'utf8')).toMatch(/^[0-9a-f-]{36}$/)
})
