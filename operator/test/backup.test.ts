import { spawnSync } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { restoreFolder } from '../../embedded/src/backup/restore-folder.ts'
import { openDataFolder } from '../../embedded/src/data-folder.ts'
import { createApi } from '../../tests/support/api.ts'
import {
  folderWithDatabase,
  runCommand,
  startCommand,
  startEmbedded,
  temporaryFolder,
} from '../../tests/support/embedded-process.ts'

const person = { email: 'kept@example.com', availabilities: { monday: [9] } }

/** A data folder with a person and a mail in it, in which nothing runs, and a backup of it. */
let made: Awaited<ReturnType<typeof temporaryFolder>>
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let [data, file, restored] = ['', '', '']
beforeAll(async () => {
  made = await temporaryFolder()
  const migrated = await folderWithDatabase()
  await cp(migrated.path, join(made.path, 'data'), { recursive: true })
  const system = startEmbedded({ W2MEET_DATA_DIR: join(made.path, 'data') })
  await createApi(await system.ready()).post('/api/users', person)
  system.kill('SIGTERM')
  await system.ended
  await mkdir(join(made.path, 'data/mail'), { recursive: true })
  await writeFile(join(made.path, 'data/mail/one.eml'), 'Subject: one')
  await runCommand('backup', [join(made.path, 'backup')], { W2MEET_DATA_DIR: join(made.path, 'data') })
})
afterAll(() => made.remove())
beforeEach(async () => {
  folder = await temporaryFolder()
  data = join(made.path, 'data')
  file = join(folder.path, 'backup')
  restored = join(folder.path, 'restored')
})
afterEach(() => folder.remove())

const backup = (to = file) => runCommand('backup', [to], { W2MEET_DATA_DIR: data })
const restore = (from: string) => runCommand('restore', [from], { W2MEET_DATA_DIR: restored })
const refused = (says: RegExp) => ({ code: 1, output: expect.stringMatching(says) })

/** What the system that is started on a folder knows of the person. */
async function personIn(path: string): Promise<unknown> {
  const system = startEmbedded({ W2MEET_DATA_DIR: path })
  const { body } = await createApi(await system.ready()).get(`/api/users/${person.email}`)
  system.kill('SIGTERM')
  await system.ended
  return body
}

test('a folder in which nothing runs is backed up and restored, mails too, for its owner alone', async () => {
  const backedUp = await backup()

  const said = await restore(file)

  expect([backedUp.code, said.code]).toEqual([0, 0])
  expect(backedUp.output).toMatch(/backup has all that was acknowledged before \S+Z \(\d\.\d MB\)\.$/)
  expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600')
  expect(await readdir(folder.path)).toEqual(['backup', 'restored'])
  expect(await readFile(join(restored, 'mail/one.eml'), 'utf8')).toBe('Subject: one')
  expect(((await stat(join(restored, 'mail/one.eml'))).mode & 0o777).toString(8)).toBe('600')
  expect(await personIn(restored)).toMatchObject(person)
}, 60_000)

test('a folder that is there and empty is restored into, as a volume that was just made is', async () => {
  await mkdir(join(restored, 'lost+found'), { recursive: true })

  const { code } = await restore(join(made.path, 'backup'))

  expect(code).toBe(0)
  expect(await readdir(restored)).toEqual(expect.arrayContaining(['identity', 'jobs.sqlite', 'lost+found', 'mail', 'postgres']))
})

describe('a backup is refused in a sentence, and leaves nothing', () => {
  test('where its file is there already, which stays', async () => {
    await writeFile(file, 'last week')

    expect(await backup()).toEqual(refused(/backup is there already, and stays; name a file that is not\.$/))
    expect(await readFile(file, 'utf8')).toBe('last week')
  })

  test('where its file would be in the data folder', async () => {
    expect(await backup(join(data, 'mail/backup'))).toEqual(refused(/is in the data folder, and would be lost with it/))
    expect(await readdir(join(data, 'mail'))).toEqual(['one.eml'])
  })

  test('where there is no folder for it, no file named, and no data', async () => {
    expect(await backup(join(folder.path, 'nowhere/backup'))).toEqual(refused(/^There is no folder \S+nowhere\.$/))
    expect(await runCommand('backup', [], { W2MEET_DATA_DIR: data })).toEqual(refused(/^npm run backup -- FILE/))
    data = folder.path
    expect(await backup(join(made.path, 'none'))).toEqual(refused(/^There are no data in \S+; set W2MEET_DATA_DIR/))
  })

  test('where the data are in PostgreSQL, whose own command it names', async () => {
    const said = await runCommand('backup', [file], { DATABASE_URL: 'postgres://me:secret@127.0.0.1/w2meet' })

    expect(said).toEqual(refused(/^The data are in PostgreSQL, .* pg_dump --format=custom --dbname="\$DATABASE_URL" > FILE/))
    expect(said.output).not.toContain('secret')
  })

  test('where the disk is full, which a limit on the size of files stands for', async () => {
    const command = [
      'sh',
      '-c',
      'ulimit -f 1000; exec "$@"',
      'sh',
      process.execPath,
      fileURLToPath(import.meta.resolve('../src/backup.ts')),
      file,
    ]
    const { status, stderr } = spawnSync(command[0]!, command.slice(1), {
      env: { PATH: process.env.PATH, W2MEET_DATA_DIR: data },
      encoding: 'utf8',
    })

    expect([status, stderr]).toEqual([1, expect.stringMatching(/could not be (?:copied|written): .*\n$/)])
    expect(await readdir(folder.path)).toEqual([])
  })
})

test.each(['SIGTERM', 'SIGKILL'] as const)('a backup that is ended by %s leaves no file under its name', async (signal) => {
  const command = startCommand('backup', [file], { W2MEET_DATA_DIR: data })
  await expect.poll(() => readdir(folder.path), { interval: 5, timeout: 10_000 }).toHaveLength(1)
  command.kill(signal)
  await command.ended

  const left = await readdir(folder.path)
  expect(left).toEqual(signal === 'SIGTERM' ? [] : [expect.stringMatching(/^backup\.unfinished-/)])
  expect((await backup()).code).toBe(0)
})

describe('a restore is refused in a sentence, and touches nothing', () => {
  test('where something is in the folder, also what was restored', async () => {
    await restore(join(made.path, 'backup'))
    const before = await readdir(restored)

    expect(await restore(join(made.path, 'backup'))).toEqual(
      refused(/restored has something in it \(identity, jobs\.sqlite, mail\); a backup is restored into an empty folder/),
    )
    expect(await readdir(restored)).toEqual(before)
  })

  test('where the file is no backup, or a damaged one', async () => {
    await writeFile(file, 'a backup'.repeat(1_000))
    const none = await restore(file)
    await cp(join(made.path, 'backup'), file)
    await truncate(file, 2_000_000)
    const cut = await restore(file)

    expect(none).toEqual(refused(/backup is no backup of w2meet\.$/))
    expect(cut).toEqual(refused(/backup is damaged \(.*\); take another\.$/))
    expect(await readdir(folder.path)).toEqual(['backup'])
  })
})

describe('a restore that is stopped leaves a folder that no start takes for whole, and that may be restored again', () => {
  const stopped: [string, () => Promise<unknown>][] = [
    ['while it writes', () => mkdir(join(restored, 'restore.unfinished/postgres'), { recursive: true })],
    [
      'while it puts the parts in their places',
      async () => {
        await restore(join(made.path, 'backup'))
        await mkdir(join(restored, 'restore.unfinished'))
        await rename(join(restored, 'jobs.sqlite'), join(restored, 'restore.unfinished/jobs.sqlite'))
      },
    ],
  ]
  test.each(stopped)('%s', async (_, stop) => {
    await stop()

    const start = openDataFolder(restored, () => {})
    await expect(start).rejects.toThrow(/^A restore into .* did not come to its end; run npm run restore again\.$/)
    const again = await restore(join(made.path, 'backup'))

    expect(again.code).toBe(0)
    const { close } = await openDataFolder(restored, () => {})
    close()
    expect(await readFile(join(restored, 'mail/one.eml'), 'utf8')).toBe('Subject: one')
  })

  test('and one that fails leaves it empty', async () => {
    const failing = restoreFolder(restored, (path) => {
      spawnSync('touch', [join(path, 'jobs.sqlite')])
      throw new Error('no space left')
    })

    await expect(failing).rejects.toThrow('no space left')
    expect((await readdir(restored)).sort()).toEqual(['lock.sqlite', 'owner'])
  })
})

test('a folder on which a system runs is not restored into', async () => {
  await mkdir(restored)
  const lock = new DatabaseSync(join(restored, 'lock.sqlite'))
  lock.exec('pragma locking_mode = exclusive; begin exclusive; commit')

  const said = await restore(join(made.path, 'backup'))
  lock.close()

  expect(said).toEqual(refused(/restored is in use by/))
})
