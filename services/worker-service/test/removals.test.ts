import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openTemporaryFolder } from '@w2meet/test-servers'
import { expect, onTestFinished, test } from 'vitest'
import { createRemovals, openMailer } from '../src/app.ts'

const NOON_MS = Date.UTC(2026, 11, 1, 12)
const DAY_MS = 24 * 60 * 60_000

test('files of mails are removed so long after they were written, unfinished ones too, and nothing else in their folder', async () => {
  const folder = await openTemporaryFolder('mails')
  onTestFinished(folder.close)
  await mkdir(folder.path, { recursive: true })
  const ages = { 'old.eml': 31, 'new.eml': 29, 'old.eml.unfinished': 31, 'notes.txt': 31 }
  for (const [name, days] of Object.entries(ages)) {
    await writeFile(join(folder.path, name), name)
    const time = new Date(NOON_MS - days * DAY_MS)
    await utimes(join(folder.path, name), time, time)
  }
  const mailer = openMailer({ url: undefined, from: 'w2meet@example.com', folder: folder.path })
  const removals = createRemovals({ queues: { dropDead: async () => 0 }, mailer, keptMs: { mails: 30 * DAY_MS } })

  const counts = [await removals['files of mails']!(NOON_MS), await removals['files of mails']!(NOON_MS)]

  expect(counts).toEqual([2, 0])
  expect((await readdir(folder.path)).sort()).toEqual(['new.eml', 'notes.txt'])
})

test('dead jobs are dropped that died before their time, and without a time none', async () => {
  const asked: number[] = []
  const dropDead = async (beforeMs: number) => {
    asked.push(beforeMs)
    return 3
  }
  const mailer = openMailer({ url: undefined, from: 'w2meet@example.com', folder: '/nowhere' })
  const limited = createRemovals({ queues: { dropDead }, mailer, keptMs: { jobs: 30 * DAY_MS } })
  const unlimited = createRemovals({ queues: { dropDead }, mailer, keptMs: {} })

  const counts = [await limited['dead jobs']!(NOON_MS), await unlimited['dead jobs']!(NOON_MS)]

  expect(counts).toEqual([3, 0])
  expect(asked).toEqual([NOON_MS - 30 * DAY_MS])
})
