import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createApi } from '../support/api.ts'
import { folderWithDatabase, runJobs, startByNpm, startEmbedded, temporaryFolder } from '../support/embedded-process.ts'

let migrated: Awaited<ReturnType<typeof temporaryFolder>>
let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  migrated = await folderWithDatabase()
  const system = startEmbedded({ W2MEET_DATA_DIR: migrated.path })
  await system.ready()
  system.kill('SIGTERM')
  await system.ended
})
afterAll(() => migrated.remove())
// Most tests begin with a database that is made and migrated, which takes seconds.
beforeEach(async () => {
  folder = await temporaryFolder()
  await cp(migrated.path, join(folder.path, 'data'), { recursive: true })
})
afterEach(() => folder.remove())

const start = (more: Record<string, string> = {}) => startEmbedded({ W2MEET_DATA_DIR: join(folder.path, 'data'), ...more })
const monday = { availabilities: { monday: [9] } }

test('the first start tells its progress, and then one ready line with the URL', async () => {
  const system = start({ W2MEET_DATA_DIR: join(folder.path, 'new') })

  const url = await system.ready()

  expect(system.output.filter((line) => line.includes('database'))).toHaveLength(2)
  expect(system.output.filter((line) => line.includes('ready'))).toHaveLength(1)
  expect((await createApi(url).get('/health')).body).toBe('ok')
})

test('a start that others than this machine can reach says so, and that nobody is asked who they are', async () => {
  const open = start({ HOST: '0.0.0.0' })
  await open.ready()

  expect(open.output.at(-1)).toMatch(/^w2meet is ready at http:\/\/0\.0\.0\.0:\d+ .* can read and change everything: /)
})

test('a first start that is killed while it makes the database is made good by the next', async () => {
  const environment = { W2MEET_DATA_DIR: join(folder.path, 'new') }
  const killed = start(environment)
  await vi.waitUntil(
    () => killed.output.length > 0 && existsSync(join(environment.W2MEET_DATA_DIR, 'postgres.unfinished')),
    20_000,
  )
  killed.kill('SIGKILL')
  await killed.ended

  const url = await start(environment).ready()

  expect((await createApi(url).get('/user/health')).status).toBe(200)
})

test('after kill -9 in the middle of writes every acknowledged write is there at the next start', async () => {
  const first = start()
  const api = createApi(await first.ready())
  const acknowledged: string[] = []
  const write = async (client: number) => {
    for (let index = 0; ; index++) {
      const email = `writer${client}-${index}@example.com`
      const { status } = await api.post('/api/users', { email, ...monday })
      if (status === 201) acknowledged.push(email)
    }
  }

  const writers = Array.from({ length: 8 }, (_, client) => write(client).catch(() => {}))
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(100), 20_000)
  first.kill('SIGKILL')
  await Promise.all(writers)
  await first.ended
  const again = createApi(await start().ready())
  const { status, body } = await again.post('/api/availability/heatmap', { users: acknowledged })

  expect([status, body.total]).toEqual([200, acknowledged.length])
})

test('a job in hand, or waiting for its retry, when the process is killed is handled after the restart', async () => {
  const first = start()
  const api = createApi(await first.ready())
  for (const email of ['ada@example.com', 'bob@example.com']) await api.post('/api/users', { email, ...monday })
  const posted = Promise.all(
    Array.from({ length: 200 }, () => api.post('/api/tasks', { userId1: 'ada@example.com', userId2: 'bob@example.com' })),
  )

  const ids = (await posted).map(({ status, body }) => (status === 202 ? (body.job_id as string) : status))
  first.kill('SIGKILL')
  await first.ended
  const second = start()
  await second.ready()

  const done = () =>
    new Set([...first.logs(), ...second.logs()].filter(({ suggestions }) => suggestions).map(({ job_id }) => job_id))
  await vi.waitFor(() => expect(ids.filter((id) => !done().has(id))).toEqual([]), 10_000)
})

test('a second start on the same folder is refused with a sentence that names the other process', async () => {
  const first = start()
  await first.ready()

  const second = start()
  const code = await second.ended

  expect(code).toBe(1)
  expect(second.output).toEqual([expect.stringContaining(`process ${first.pid}`)])
  expect((await createApi(await first.ready()).get('/user/health')).status).toBe(200)
})

test('while another process holds the file of the jobs the system goes on, refuses tasks, and takes them again after that', async () => {
  const system = start()
  const api = createApi(await system.ready())
  const other = new DatabaseSync(join(folder.path, 'data', 'jobs.sqlite'))
  const task = { userId1: 'ada@example.com', userId2: 'bob@example.com' }

  other.exec('begin immediate')
  const refused = await api.post('/api/tasks', task)
  other.exec('commit')
  const taken = await api.post('/api/tasks', task)
  other.close()

  expect(refused.status).toBe(503)
  expect(taken.status).toBe(202)
})

test('a file of the jobs that another process holds stops the start with one clear sentence', async () => {
  const other = new DatabaseSync(join(folder.path, 'data', 'jobs.sqlite'))
  other.exec('pragma locking_mode = exclusive; begin exclusive')

  const system = start()
  const code = await system.ended
  other.close()

  expect(code).toBe(1)
  expect(system.output).toEqual([expect.stringMatching(/^Another process holds .*jobs\.sqlite; end it/)])
})

test('a taken port is one clear sentence', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const system = start({ PORT: String(port) })
  const code = await system.ended
  server.close()

  expect(code).toBe(1)
  expect(system.output.at(-1)).toBe(
    `Port ${port} on 127.0.0.1 is taken by another program; stop that one or set PORT to another.`,
  )
  expect(system.output.join()).not.toMatch(/^\s+at /m)
})

test('a folder that cannot be written is one clear sentence', async () => {
  await writeFile(join(folder.path, 'file'), '')

  const system = start({ W2MEET_DATA_DIR: join(folder.path, 'file', 'data') })
  const code = await system.ended

  expect(code).toBe(1)
  expect(system.output).toEqual([expect.stringMatching(/^Cannot write to the data folder .*set W2MEET_DATA_DIR to another\.$/)])
})

test('all bad settings are told at once', async () => {
  const system = start({ PORT: 'http', TTL_SECONDS: '0', LOG_LEVEL: 'loud', W2MEET_DATADIR: './x' })
  const code = await system.ended

  expect(code).toBe(1)
  expect(system.output).toEqual([
    'The settings are not valid:',
    '  PORT must be a port, 0 to 65535, not "http"',
    expect.stringMatching(/^ {2}LOG_LEVEL must be one of fatal, .*, not "loud"$/),
    '  TTL_SECONDS must be a number of seconds, 1 to 86400, not "0"',
    expect.stringMatching(/^ {2}W2MEET_DATADIR is not a setting; those are HOST, PORT, /),
  ])
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops the system: it answers accepted requests and ends with 0', async (signal) => {
  const system = start()
  const api = createApi(await system.ready())
  const answers = Array.from({ length: 50 }, (_, index) =>
    api.post('/api/users', { email: `late${index}@example.com`, ...monday }),
  )
  await Promise.race(answers)

  system.kill(signal)
  system.kill(signal)
  const settled = await Promise.allSettled(answers)

  expect(await system.ended).toBe(0)
  const statuses = settled.map((one) => (one.status === 'fulfilled' ? one.value.status : 'refused'))
  expect(statuses.filter((status) => status !== 201 && status !== 'refused')).toEqual([])
  expect(system.output.at(-1)).toBe('Stopped.')
  const logged = system.logs().filter(({ service, status }) => service === 'user-service' && status === 201)
  expect(statuses.filter((status) => status === 201)).toHaveLength(logged.length)
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s to npm stops the system too, and leaves no process behind', async (signal) => {
  const npm = startByNpm({ W2MEET_DATA_DIR: join(folder.path, 'data') })
  const url = await npm.ready()

  npm.kill(signal)

  expect(await npm.ended).toBe(0)
  expect(npm.output.at(-1)).toBe('Stopped.')
  await expect(fetch(url)).rejects.toThrow()
})

test('a task given up is listed for the operator and sent again while the system runs', async () => {
  const system = start()
  const api = createApi(await system.ready())
  await api.post('/api/users', { email: 'ada@example.com', ...monday })
  const environment = { W2MEET_DATA_DIR: join(folder.path, 'data') }
  const { body } = await api.post('/api/tasks', { userId1: 'ada@example.com', userId2: 'bob@example.com' })
  await vi.waitFor(
    () => expect(system.logs().some(({ job_id, level }) => job_id === body.job_id && level === 'error')).toBe(true),
    5_000,
  )

  const listed = await runJobs(['list'], environment)
  await api.post('/api/users', { email: 'bob@example.com', ...monday })
  const retried = await runJobs(['retry', body.job_id], environment)

  expect(listed).toMatchObject({ code: 0, output: expect.stringContaining(`${body.job_id}  task given up`) })
  expect(listed.output).toContain('One or both users not found')
  expect(retried).toEqual({ code: 0, output: `Job ${body.job_id} is tried again.` })
  await vi.waitFor(
    () => expect(system.logs().some(({ job_id, suggestions }) => job_id === body.job_id && suggestions)).toBe(true),
    5_000,
  )
  expect((await runJobs(['list'], environment)).output).toBe('No jobs were given up.')
})
