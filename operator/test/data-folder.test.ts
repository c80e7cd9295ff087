import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { JOB_KINDS } from '@w2meet/contract'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { openDataFolder } from '../../embedded/src/data-folder.ts'
import { operatorSocketIn } from '../../embedded/src/operator-socket.ts'
import { createApi } from '../../tests/support/api.ts'
import { folderWithDatabase, runJobs, startEmbedded, temporaryFolder } from '../../tests/support/embedded-process.ts'
import type { SpawnedProcess } from '../../tests/support/spawned-process.ts'

let migrated: Awaited<ReturnType<typeof temporaryFolder>>
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let data: string
beforeAll(async () => {
  migrated = await folderWithDatabase()
  await stopped(startEmbedded({ W2MEET_DATA_DIR: migrated.path }))
})
afterAll(() => migrated.remove())
beforeEach(async () => {
  folder = await temporaryFolder()
  data = join(folder.path, 'data')
  await cp(migrated.path, data, { recursive: true })
})
afterEach(() => folder.remove())

async function stopped(system: SpawnedProcess): Promise<void> {
  await system.ready()
  system.kill('SIGTERM')
  await system.ended
}

/** Leaves a job dead in the data folder, in which nothing runs. */
async function bury(id: string): Promise<void> {
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
  await queue.publish({ id, caseId: 'case-1', body: { kind: 'unknown' } })
  await died.promise
  await queues.close()
}

const jobs = (...words: string[]) => runJobs(words, { W2MEET_DATA_DIR: data })

/** What curl says of a request by the socket, as the user given. */
function curl(target: string, user?: { uid: number; gid: number }): Promise<{ code: unknown; output: string }> {
  const args = ['-s', '--unix-socket', operatorSocketIn(data), `http://localhost${target}`]
  return new Promise((resolve) => {
    execFile('curl', args, { ...user }, (error, output) => resolve({ code: error?.code ?? 0, output }))
  })
}

test('the running system is asked: its log has both requests, it handles the job again, and takes its socket away when it stops', async () => {
  await bury('job-1')
  const system = startEmbedded({ W2MEET_DATA_DIR: data })
  await system.ready()

  const listed = await jobs('list')
  const retried = await jobs('retry', '--all')

  expect(listed.output).toMatch(/^job-1 {2}task given up \S+Z after 1 attempt\n {2}reason {3}not today\n/)
  expect(retried).toEqual({ code: 0, output: '1 jobs are tried again; npm run jobs -- list shows those that fail again.' })
  await vi.waitFor(() => expect(system.output.join('\n')).toContain('the job is not one that this version knows'), 5_000)
  const asked = system.logs().map(({ operation }) => operation)
  expect(asked).toEqual(expect.arrayContaining(['listDeadJobs', 'retryDeadJobs']))
  await stopped(system)
  expect(await readdir(data)).not.toContain('operator.sock')
})

test('where nothing runs the folder itself is worked on, and left free and without a trace', async () => {
  await bury('job-1')
  const before = await readdir(data)

  const listed = await jobs('list')
  const unknown = await jobs('retry', 'job-2')
  const retried = await jobs('retry', 'job-1')

  expect(listed.output).toContain('job-1  task given up')
  expect(unknown).toEqual({ code: 1, output: 'No job job-2 was given up; npm run jobs -- list shows those that were.' })
  expect(retried).toEqual({ code: 0, output: 'Job job-1 is tried again.' })
  expect((await jobs('list')).output).toBe('No jobs were given up.')
  expect(await readdir(data)).toEqual(before)
  await stopped(startEmbedded({ W2MEET_DATA_DIR: data }))
})

test('a folder that is locked, but in which nobody answers, is told in one sentence that names the process', async () => {
  const { close } = await openDataFolder(data, () => {})
  onTestFinished(close)

  const failed = await jobs('list')

  const says = `The data folder ${data} is in use by process ${process.pid}, which does not answer there; it may be starting or stopping, so try again in a moment.`
  expect(failed).toEqual({ code: 1, output: says })
})

test('after kill -9 the folder is worked on all the same, and the next start listens again', async () => {
  const first = startEmbedded({ W2MEET_DATA_DIR: data })
  await first.ready()
  first.kill('SIGKILL')
  await first.ended
  const left = await readdir(data)

  const inBetween = await jobs('list')
  const second = startEmbedded({ W2MEET_DATA_DIR: data })
  await second.ready()
  const again = await jobs('list')

  expect(left).toContain('operator.sock')
  expect([inBetween, again]).toEqual(Array(2).fill({ code: 0, output: 'No jobs were given up.' }))
  expect(second.logs().map(({ operation }) => operation)).toContain('listDeadJobs')
})

test('a folder that has nothing but a socket in it is new', async () => {
  data = join(folder.path, 'new')
  await mkdir(data)
  const program = `require('net').createServer().listen('operator.sock', () => process.kill(process.pid, 'SIGKILL'))`
  await once(spawn(process.execPath, ['-e', program], { cwd: data }), 'exit')
  expect(await readdir(data)).toEqual(['operator.sock'])

  await stopped(startEmbedded({ W2MEET_DATA_DIR: data }))

  expect(await readdir(data)).toContain('identity')
})

test('a socket that cannot be had is one sentence', async () => {
  await mkdir(join(data, 'operator.sock'))

  const system = startEmbedded({ W2MEET_DATA_DIR: data })
  const code = await system.ended

  expect([code, system.output]).toEqual([1, [expect.stringMatching(/^Cannot listen on \S+operator\.sock: /)]])
})

test('a folder whose path is too long for the address of a socket is served and asked like any other', async () => {
  const long = join(folder.path, 'x'.repeat(200), 'data')
  await cp(data, long, { recursive: true })
  data = long
  await bury('job-1')
  const system = startEmbedded({ W2MEET_DATA_DIR: data })
  await system.ready()

  const { output } = await jobs('list')
  system.kill('SIGTERM')
  await system.ended

  expect(output).toContain('job-1  task given up')
  expect(system.logs().map(({ operation }) => operation)).toContain('listDeadJobs')
  expect(await readdir(data)).not.toContain('operator.sock')
})

test('the socket reaches every service by its name and nothing else, and its inside cannot be reached from outside', async () => {
  const system = startEmbedded({ W2MEET_DATA_DIR: data })
  const api = createApi(await system.ready())

  const health = await curl('/availability-service/health')
  const unknown = await Promise.all(['/nobody-service/health', '/constructor/health', '/'].map((target) => curl(target)))
  const outside = await Promise.all(
    ['', '/worker', '/api', '/worker-service'].map(async (prefix) => (await api.get(`${prefix}/internal/dead-jobs`)).status),
  )

  expect(JSON.parse(health.output)).toMatchObject({ service: 'availability-service', status: 'healthy' })
  for (const { output } of unknown) expect(output).toContain('"type":"route_unknown"')
  expect(outside).toEqual([404, 404, 404, 404])
})

test.runIf(process.getuid?.() === 0)('another user cannot connect, even where the folder was opened to them since', async () => {
  const system = startEmbedded({ W2MEET_DATA_DIR: data }, { umask: '000' })
  await system.ready()
  await chmod(folder.path, 0o755)
  await chmod(data, 0o755)

  const own = await curl('/worker-service/internal/dead-jobs')
  const other = await curl('/worker-service/internal/dead-jobs', { uid: 65_534, gid: 65_534 })

  expect([own.code, other]).toEqual([0, { code: 7, output: '' }])
})

test('a damaged job file, none, and no folder are one sentence each', async () => {
  await writeFile(join(data, 'jobs.sqlite'), 'nonsense')
  const damaged = await jobs('list')
  const empty = await runJobs(['list'], { W2MEET_DATA_DIR: folder.path })
  const none = await runJobs(['list'], { W2MEET_DATA_DIR: join(folder.path, 'nowhere') })

  expect(damaged).toEqual({ code: 1, output: expect.stringMatching(/jobs\.sqlite is damaged \(.*\); restore the data folder/) })
  expect(empty).toEqual({ code: 1, output: expect.stringMatching(/^There are no jobs in .*; set W2MEET_DATA_DIR /) })
  expect(none).toEqual({ code: 1, output: expect.stringMatching(/^There is no folder .*; set W2MEET_DATA_DIR /) })
  expect(await readdir(folder.path)).toEqual(['data'])
})
