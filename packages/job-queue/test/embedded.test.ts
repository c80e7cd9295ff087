import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Job, JobFailure } from '@w2meet/job-queue'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startConsumer } from '../src/embedded-consumer.ts'
import { openJobsFile } from '../src/embedded-file.ts'
import { createPublisher } from '../src/embedded-publisher.ts'
import { describeJobQueues } from './contract-suite.ts'
import { leaveInFormerFile } from './former-stores.ts'
import { eventually, jobWith, KINDS } from './queue-bench.ts'

const kinds = { task: { hands: 8 } }

async function openStore(): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'w2meet-jobs-'))
  return { file: join(folder, 'jobs.sqlite'), remove: () => rm(folder, { recursive: true, force: true }) }
}

describeJobQueues('the embedded job queues', async ({ retryDelaysMs, former }) => {
  const { file, remove } = await openStore()
  if (former !== undefined) leaveInFormerFile(file, former)
  const open = () => openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds: KINDS, retryDelaysMs })
  const queues = open()
  let current = queues
  const isOpen = () =>
    current.ping().then(
      () => true,
      () => false,
    )
  const closeCurrent = async () => {
    if (await isOpen()) await current.close()
  }
  return {
    queues,
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
  import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
  const queues = openEmbeddedJobQueues({ name: 'meeting_jobs', file: process.argv[1], kinds: { task: { hands: 8 } } })
  const queue = queues.queueOf('task')
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

  const queues = openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds })
  const handled = Promise.withResolvers<{ job: Job; attempt: number }>()
  const consumer = queues.queueOf('task').consume(async (job, attempt) => handled.resolve({ job, attempt }), handled.reject)

  expect(await handled.promise).toMatchObject({ job: { id: 'job-1', caseId: 'case-1', body: { kind: 'task' } } })
  await consumer.stop()
  await queues.close()
})

test('what was dropped, or handled before, is in no octet of its files any more, while the queue is open', async () => {
  const { file, remove } = await openStore()
  const queues = openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds, retryDelaysMs: [60_000] })
  onTestFinished(async () => {
    await queues.close()
    await remove()
  })
  const failed = Promise.withResolvers<void>()
  queues.queueOf('task').consume(
    async ({ id }) => {
      if (id === 'waits') throw new Error('not today')
    },
    () => failed.resolve(),
  )
  for (const id of ['done', 'waits'])
    await queues.queueOf('task').publish({ id, caseId: 'case-1', body: { name: 'ada@example.com' } })
  await failed.promise
  const named = async () => {
    const names = await readdir(dirname(file))
    const contents = await Promise.all(names.map(async (name) => [name, await readFile(join(dirname(file), name), 'latin1')]))
    return contents.filter(([, content]) => content!.includes('ada@example.com')).map(([name]) => name)
  }
  const before = await named()

  await queues.dropFailed(() => true)

  expect(before).not.toEqual([])
  expect(await named()).toEqual([])
})

test('a dead job that another process sends again is handled by the one that consumes', async () => {
  const { file, remove } = await openStore()
  const queues = openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds, retryDelaysMs: [] })
  const operator = openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds, retryDelaysMs: [] })
  const died = Promise.withResolvers<void>()
  const handledAgain = Promise.withResolvers<void>()
  let broken = true
  const consumer = queues.queueOf('task').consume(
    async () => {
      if (broken) throw new Error('not today')
      handledAgain.resolve()
    },
    () => died.resolve(),
  )
  onTestFinished(async () => {
    await consumer.stop()
    await Promise.all([queues.close(), operator.close()])
    await remove()
  })
  await queues.queueOf('task').publish({ id: 'job-1', caseId: 'case-1', body: null })
  await died.promise
  broken = false

  const count = await operator.retryDead(({ id }) => id === 'job-1')

  expect(count).toBe(1)
  await expect(handledAgain.promise).resolves.toBeUndefined()
})

describe('while another process holds the file', () => {
  /** Queues whose file another holds, how they are told of, and what frees the file. */
  async function openHeld() {
    const { file, remove } = await openStore()
    const told: string[] = []
    const tell = (_: object, message: string) => void told.push(message)
    const queues = openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds, log: { warn: tell, info: tell } })
    const other = new DatabaseSync(file)
    onTestFinished(async () => {
      other.close()
      await queues.close()
      await remove()
    })
    return {
      queues,
      told,
      hold: () => other.exec('begin immediate'),
      free: () => other.exec('commit'),
    }
  }

  test('a job that was handled stays in hand till its end is written down, which is told once, and is handled once', async () => {
    const { queues, told, hold, free } = await openHeld()
    const handled: string[] = []
    const held = Promise.withResolvers<void>()
    queues.queueOf('task').consume(
      async ({ id }) => {
        handled.push(id)
        await held.promise
      },
      () => {},
    )
    const jobs = [jobWith(1), jobWith(2)]
    await Promise.all(jobs.map((job) => queues.queueOf('task').publish(job)))
    await eventually(() => handled).toHaveLength(2)

    hold()
    held.resolve()
    await eventually(() => told).toEqual(['writing the file of the jobs fails; they are kept, and it is tried again'])
    free()

    await eventually(() => told.slice(1)).toEqual(['the file of the jobs can be used again'])
    await queues.queueOf('task').publish(jobWith(3))
    await eventually(() => handled).toHaveLength(3)
  })

  test('a publisher waits without stopping the event loop, and is told that the job is safe once it is', async () => {
    const { queues, hold, free } = await openHeld()
    hold()

    const published = queues.queueOf('task').publish(jobWith('waits'))
    const beganMs = performance.now()
    let longestMs = 0
    for (let lastMs = beganMs; lastMs - beganMs < 300; ) {
      await new Promise((resolve) => setImmediate(resolve))
      const nowMs = performance.now()
      longestMs = Math.max(longestMs, nowMs - lastMs)
      lastMs = nowMs
    }
    free()

    await expect(published).resolves.toBeUndefined()
    expect(longestMs).toBeLessThan(200)
  })

  test('for longer than a publisher can wait, a ping says so, and that it is over', async () => {
    const { queues, hold, free } = await openHeld()
    hold()

    await expect(queues.ping()).rejects.toThrow('database is locked')
    free()

    await expect(queues.ping()).resolves.toBeUndefined()
  })

  test('for longer than a publisher can wait, the job is refused, and the next one is taken', async () => {
    const { queues, hold, free } = await openHeld()
    hold()

    await expect(queues.queueOf('task').publish(jobWith('refused'))).rejects.toThrow('database is locked')
    free()

    await expect(queues.queueOf('task').publish(jobWith('taken'))).resolves.toBeUndefined()
  })
})

test('a failure that a full disk does not take is written down once there is room, and the job is not tried before', async () => {
  const { file, remove } = await openStore()
  const database = openJobsFile(file)
  const handled: number[] = []
  const failed = Promise.withResolvers<JobFailure>()
  const told = Promise.withResolvers<unknown>()
  const setMostPages = (pages: number) => database.exec(`pragma max_page_count = ${pages}`)
  await createPublisher(database, () => {})('task', jobWith('fills the disk'))
  setMostPages(1) // As many as there are.

  const consumer = startConsumer({
    ...{ database, kind: 'task', hands: 1, retryDelaysMs: [60_000] },
    async handle(_, attempt) {
      handled.push(attempt)
      throw new Error('a reason that has no room'.repeat(1_000))
    },
    onFailure: failed.resolve,
    trouble: { met: (_, error) => told.resolve(error), over() {} },
  })
  onTestFinished(async () => {
    await consumer.stop()
    database.close()
    await remove()
  })
  expect(await told.promise).toMatchObject({ errstr: 'database or disk is full' })
  setMostPages(1_000)

  expect(await failed.promise).toMatchObject({ attempt: 1, retryInMs: 60_000 })
  expect(handled).toEqual([1])
})
