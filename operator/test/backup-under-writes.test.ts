import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { JOB_KINDS } from '@w2meet/contract'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { freePort } from '@w2meet/test-servers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Api, createApi } from '../../tests/support/api.ts'
import { folderWithDatabase, runCommand, startEmbedded, temporaryFolder } from '../../tests/support/embedded-process.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

const WRITERS = 4
const all = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, [9, 10, 11]]),
)

/** Leaves a job dead in a data folder in which nothing runs. */
async function bury(data: string): Promise<void> {
  const file = join(data, 'jobs.sqlite')
  const queues = openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds: JOB_KINDS, retryDelaysMs: [] })
  const queue = queues.queueOf('task')
  const died = Promise.withResolvers<void>()
  queue.consume(
    async () => {
      throw new Error('not today')
    },
    () => died.resolve(),
  )
  await queue.publish({ id: 'dead-1', caseId: 'case-1', body: { kind: 'unknown' } })
  await died.promise
  await queues.close()
}

/** What was acknowledged so far. */
type Acknowledged = { people: string[]; meetings: string[]; tasks: string[] }

/** Writes people, meetings and tasks, several at a time, until it is stopped, and notes each as soon as it is acknowledged. */
function startWriters(api: Api) {
  const acknowledged: Acknowledged = { people: [], meetings: [], tasks: [] }
  let isStopping = false
  let count = 0

  async function write(): Promise<void> {
    while (!isStopping) {
      const number = count++
      const [one, other] = [`one-${number}@example.com`, `other-${number}@example.com`]
      for (const email of [one, other]) {
        const { status } = await api.post('/api/users', { email, availabilities: all })
        if (status === 201) acknowledged.people.push(email)
      }
      const meeting = { organizer: one, attendees: [other], title: 'Kept', start: '2031-03-03T09:00:00Z', duration_minutes: 60 }
      const booked = await api.post('/api/meetings', meeting)
      if (booked.status === 201) acknowledged.meetings.push(booked.body.id)
      const task = await api.post('/api/tasks', { userId1: one, userId2: other, book: true })
      if (task.status === 202) acknowledged.tasks.push(task.body.job_id)
    }
  }
  const writing = Promise.all(Array.from({ length: WRITERS }, write))
  return {
    acknowledged,
    async stop() {
      isStopping = true
      await writing
    },
  }
}

test('a backup that is made while others write has all that was acknowledged before, mails and tasks in hand too', async () => {
  const [data, restored, file] = ['data', 'restored', 'w2meet.backup'].map((name) => join(folder.path, name)) as [
    string,
    string,
    string,
  ]
  const made = await folderWithDatabase()
  await cp(made.path, data, { recursive: true })
  await bury(data)
  const nobody = `smtp://127.0.0.1:${await freePort()}`
  const system = startEmbedded({ W2MEET_DATA_DIR: data, SMTP_URL: nobody, LOG_LEVEL: 'fatal' })
  const writers = startWriters(createApi(await system.ready()))
  await vi.waitFor(() => expect(writers.acknowledged.tasks.length).toBeGreaterThan(5), 20_000)

  const before = structuredClone(writers.acknowledged)
  const backup = await runCommand('backup', [file], { W2MEET_DATA_DIR: data })
  const since = writers.acknowledged.tasks.length - before.tasks.length
  await writers.stop()
  system.kill('SIGKILL')
  await system.ended
  const restore = await runCommand('restore', [file], { W2MEET_DATA_DIR: restored })

  expect([backup, restore]).toMatchObject([{ code: 0 }, { code: 0 }])
  expect(since).toBeGreaterThan(0)
  const second = startEmbedded({ W2MEET_DATA_DIR: restored, LOG_LEVEL: 'fatal' })
  const api = createApi(await second.ready())
  const lost: string[] = []
  for (const email of before.people) if ((await api.get(`/api/users/${email}`)).status !== 200) lost.push(email)
  for (const id of before.meetings) if ((await api.get(`/api/meetings/${id}`)).status !== 200) lost.push(id)
  expect(lost).toEqual([])
  for (const id of before.tasks) {
    await vi.waitFor(async () => expect((await api.get(`/api/meetings/${id}`)).status).toBe(200), 20_000)
  }
  // No mail server took a mail, so each meeting's two are still to be written.
  await vi.waitFor(async () => {
    const mails = (await readdir(join(restored, 'mail'))).filter((name) => name.endsWith('.eml'))
    expect(mails.length).toBeGreaterThanOrEqual(2 * (before.meetings.length + before.tasks.length))
  }, 30_000)
  expect((await runCommand('jobs', ['list'], { W2MEET_DATA_DIR: restored })).output).toContain('dead-1  task given up')
  expect((await api.post('/api/users', { email: 'new@example.com', availabilities: all })).status).toBe(201)
}, 120_000)
