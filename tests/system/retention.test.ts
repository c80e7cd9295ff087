import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openEmbeddedDatabase } from '../../embedded/src/open-database.ts'
import { createApi } from '../support/api.ts'
import { folderWithDatabase, runJobs, startEmbedded } from '../support/embedded-process.ts'

const DAY_MS = 24 * 60 * 60_000

let folder: Awaited<ReturnType<typeof folderWithDatabase>>
beforeEach(async () => {
  folder = await folderWithDatabase()
})
afterEach(() => folder.remove())

/** Starts the system on the folder until it has done what `until` looks for. */
async function run(settings: Record<string, string>, until: (url: string) => Promise<void>): Promise<void> {
  const system = startEmbedded({ W2MEET_DATA_DIR: folder.path, ...settings })
  await until(await system.ready())
  system.kill('SIGTERM')
  await system.ended
}

/** Leaves in the folder a meeting that ended, a mail that was written and a job that died so many days ago. */
async function leave(days: number): Promise<void> {
  const time = new Date(Date.now() - days * DAY_MS)
  const { pool, close } = await openEmbeddedDatabase(join(folder.path, 'postgres'))
  await pool.query(
    `insert into meetings (id, organizer, title, starts_at, ends_at, timezone, status, sequence, created_at, updated_at)
     values ($1, 'ada@example.com', 'Past', $2::timestamptz - interval '1 hour', $2, 'UTC', 'confirmed', 0, $2, $2)`,
    [idOf(days), time],
  )
  await close()
  const jobs = new DatabaseSync(join(folder.path, 'jobs.sqlite'))
  jobs
    .prepare(
      "insert into jobs (id, kind, case_id, body, attempts, error, dead, due_at_ms) values (?, 'task', 'case', '{}', 1, 'no', 1, ?)",
    )
    .run(`died-${days}`, time.getTime())
  jobs.close()
  await mkdir(join(folder.path, 'mail'), { recursive: true })
  const mail = join(folder.path, `mail/${days}.eml`)
  await writeFile(mail, '')
  await utimes(mail, time, time)
}
const idOf = (days: number) => `00000000-0000-4000-8000-${String(days).padStart(12, '0')}`

/** Of what was left so many days ago, what there is still. */
async function leftOf(url: string, days: readonly number[]) {
  const api = createApi(url)
  const meetings = await Promise.all(days.map(async (one) => (await api.get(`/api/meetings/${idOf(one)}`)).status === 200))
  const { output } = await runJobs(['list'], { W2MEET_DATA_DIR: folder.path })
  const mails = await readdir(join(folder.path, 'mail'))
  return {
    meetings: days.filter((_, index) => meetings[index]),
    jobs: days.filter((one) => output.includes(`died-${one} `)),
    mails: days.filter((one) => mails.includes(`${one}.eml`)),
  }
}

test('the embedded system keeps what is over as its settings say: meetings for ever, mails and jobs for 30 days, or otherwise', async () => {
  await run({}, async () => {})
  for (const days of [5, 29, 31, 1_000]) await leave(days)
  const left = (url: string) => leftOf(url, [5, 29, 31, 1_000])

  await run({}, async (url) => {
    await vi.waitFor(
      async () => expect(await left(url)).toEqual({ meetings: [5, 29, 31, 1_000], jobs: [5, 29], mails: [5, 29] }),
      10_000,
    )
  })
  await run({ KEEP_MEETINGS_DAYS: '30', KEEP_MAILS_DAYS: '7', KEEP_JOBS_DAYS: '6' }, async (url) => {
    await vi.waitFor(async () => expect(await left(url)).toEqual({ meetings: [5, 29], jobs: [5], mails: [5] }), 10_000)
  })
}, 90_000)
