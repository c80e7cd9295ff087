import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Job, JobQueue } from '@w2meet/job-queue'
import { openEmbeddedJobQueue } from '@w2meet/job-queue/embedded'
import { expect, onTestFinished, test } from 'vitest'
import { describeJobQueue } from './contract-suite.ts'

async function openStore(): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'w2meet-jobs-'))
  return { file: join(folder, 'jobs.sqlite'), remove: () => rm(folder, { recursive: true, force: true }) }
}

describeJobQueue('the embedded job queue', async ({ retryDelaysMs }) => {
  const { file, remove } = await openStore()
  const open = () => openEmbeddedJobQueue({ name: 'meeting_jobs', file, retryDelaysMs })
  const queue = open()
  let current: JobQueue = queue
  const isOpen = () =>
    current.ping().then(
      () => true,
      () => false,
    )
  const closeCurrent = async () => {
    if (await isOpen()) await current.close()
  }
  return {
    queue,
    async reopen() {
      await closeCurrent()
      return (current = open())
    },
    async close() {
      await closeCurrent()
      await remove()
    },
  }
})

/** A process that publishes a job, has it in hand, says so, and never ends by itself. */
const holdingProcess = `
  import { openEmbeddedJobQueue } from '@w2meet/job-queue/embedded'
  const queue = openEmbeddedJobQueue({ name: 'meeting_jobs', file: process.argv[1] })
  queue.consume(() => { console.log('in hand'); return new Promise(() => {}) }, () => {})
  await queue.publish({ id: 'job-1', caseId: 'case-1', body: { kind: 'task' } })
  setInterval(() => {}, 1_000)`

test('a job that a process had in hand when it was killed is handled by the next one', async () => {
  const { file, remove } = await openStore()
  onTestFinished(remove)
  const child = spawn(process.execPath, ['--input-type=module', '--eval', holdingProcess, file], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')

  const queue = openEmbeddedJobQueue({ name: 'meeting_jobs', file })
  const handled = Promise.withResolvers<{ job: Job; attempt: number }>()
  const consumer = queue.consume(async (job, attempt) => handled.resolve({ job, attempt }), handled.reject)

  expect(await handled.promise).toMatchObject({ job: { id: 'job-1', caseId: 'case-1', body: { kind: 'task' } } })
  await consumer.stop()
  await queue.close()
})

test('what was dropped, or handled before, is in no octet of its files any more, while the queue is open', async () => {
  const { file, remove } = await openStore()
  const queue = openEmbeddedJobQueue({ name: 'meeting_jobs', file, retryDelaysMs: [60_000] })
  onTestFinished(async () => {
    await queue.close()
    await remove()
  })
  const failed = Promise.withResolvers<void>()
  queue.consume(
    async ({ id }) => {
      if (id === 'waits') throw new Error('not today')
    },
    () => failed.resolve(),
  )
  for (const id of ['done', 'waits']) await queue.publish({ id, caseId: 'case-1', body: { name: 'ada@example.com' } })
  await failed.promise
  const named = async () => {
    const names = await readdir(dirname(file))
    const contents = await Promise.all(names.map(async (name) => [name, await readFile(join(dirname(file), name), 'latin1')]))
    return contents.filter(([, content]) => content!.includes('ada@example.com')).map(([name]) => name)
  }
  const before = await named()

  await queue.dropFailed(() => true)

  expect(before).not.toEqual([])
  expect(await named()).toEqual([])
})

test('a dead job that another process sends again is handled by the one that consumes', async () => {
  const { file, remove } = await openStore()
  const queue = openEmbeddedJobQueue({ name: 'meeting_jobs', file, retryDelaysMs: [] })
  const operator = openEmbeddedJobQueue({ name: 'meeting_jobs', file, retryDelaysMs: [] })
  const died = Promise.withResolvers<void>()
  const handledAgain = Promise.withResolvers<void>()
  let broken = true
  const consumer = queue.consume(
    async () => {
      if (broken) throw new Error('not today')
      handledAgain.resolve()
    },
    () => died.resolve(),
  )
  onTestFinished(async () => {
    await consumer.stop()
    await Promise.all([queue.close(), operator.close()])
    await remove()
  })
  await queue.publish({ id: 'job-1', caseId: 'case-1', body: null })
  await died.promise
  broken = false

  const count = await operator.retryDead('job-1')

  expect(count).toBe(1)
  await expect(handledAgain.promise).resolves.toBeUndefined()
})
