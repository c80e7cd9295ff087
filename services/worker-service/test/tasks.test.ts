import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, JOB_KINDS, problem, type Transport } from '@w2meet/contract'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { createLog } from '@w2meet/service-kit'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { consumeJobs, createWorkerService, openMailer } from '../src/app.ts'

let folder: string
let close: () => Promise<void>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'w2meet-worker-'))
})
afterEach(async () => {
  await close()
  await rm(folder, { recursive: true })
})

const suggested: Transport = async () => ({ status: 200, body: '{"case_id":"c","suggestions":[{"day":"monday","slot":[9,10]}]}' })

/** The service and its consumer over a real queue, and what it logged. */
function setUp(transport: Transport) {
  const lines: Record<string, unknown>[] = []
  const log = createLog('info', { write: (line) => lines.push(JSON.parse(line)) })
  const file = join(folder, 'jobs.sqlite')
  const queues = openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds: JOB_KINDS, retryDelaysMs: [5, 20] })
  const app = createWorkerService({ queues, log })
  const suggestionService = createClient('suggestion-service', transport, { timeoutMs: 1_000 })
  const userService = createClient('user-service', () => expect.fail('a task asks nothing of it'), { timeoutMs: 1_000 })
  const mailer = openMailer({ url: undefined, from: 'w2meet@localhost', folder })
  const consumer = consumeJobs({ queues, suggestionService, userService, mailer, publicUrl: 'http://localhost', log })
  close = async () => {
    await consumer.stop()
    await queues.close()
  }
  const post = (payload: object) => app.inject({ method: 'POST', url: '/tasks', payload, headers: { 'case-id': 'case-7' } })
  return { app, queues, lines, post }
}

test('a task is acknowledged, and its outcome logged under the same Case-Id, which suggestion-service got too', async () => {
  const targets: string[] = []
  const { lines, post } = setUp(async (request) => {
    targets.push(`${request.headers['case-id']} ${request.target}`)
    return suggested(request)
  })

  const answer = await post({ userId1: 'Ada@x.org', userId2: 'bob@x.org', preference: 'last' })
  await vi.waitFor(() => expect(lines.some(({ job_id }) => job_id !== undefined)).toBe(true), 10_000)

  expect(answer.statusCode).toBe(202)
  expect(answer.json()).toEqual({ case_id: 'case-7', status: 'enqueued', job_id: expect.any(String), queue: 'meeting_jobs' })
  expect(lines.find(({ job_id }) => job_id !== undefined)).toMatchObject({
    service: 'worker-service',
    case_id: 'case-7',
    job_id: answer.json().job_id,
    suggestions: [{ day: 'monday', slot: [9, 10] }],
  })
  expect(targets).toEqual(['case-7 /suggestions?userId1=ada%40x.org&userId2=bob%40x.org&preference=last'])
})

test('a task that fails is tried again until it is done', async () => {
  let attempts = 0
  const { lines, post } = setUp(async (request) => {
    if (++attempts < 3) throw problem('service_unavailable', { service: 'suggestion-service' })
    return suggested(request)
  })

  await post({ userId1: 'ada@x.org', userId2: 'bob@x.org' })
  await vi.waitFor(() => expect(lines.some(({ suggestions }) => suggestions !== undefined)).toBe(true), 10_000)

  expect(
    lines.filter(({ retry_in_ms }) => retry_in_ms !== undefined).map(({ attempt, retry_in_ms }) => [attempt, retry_in_ms]),
  ).toEqual([
    [1, 5],
    [2, 20],
  ])
})

test('a task that keeps failing is given up, listed with its reason, and done once it is sent again', async () => {
  let broken = true
  const { queues, lines, post } = setUp(async (request) => {
    if (broken) throw problem('service_unavailable', { service: 'suggestion-service' })
    return suggested(request)
  })
  const { job_id } = (await post({ userId1: 'ada@x.org', userId2: 'bob@x.org' })).json()
  await vi.waitFor(async () => expect(await queues.listDead()).toHaveLength(1))
  const [dead] = await queues.listDead()

  broken = false
  await queues.retryDead(() => true)
  await vi.waitFor(() => expect(lines.some(({ suggestions }) => suggestions !== undefined)).toBe(true), 10_000)

  expect(dead).toMatchObject({
    id: job_id,
    caseId: 'case-7',
    attempts: 3,
    error: expect.stringContaining('suggestion-service cannot be reached'),
  })
  expect(await queues.listDead()).toEqual([])
})

test('a task for somebody who does not exist is given up at once', async () => {
  const refusal = { case_id: 'c', detail: [{ loc: ['query'], msg: 'One or both users not found', type: 'users_not_found' }] }
  const { queues, post } = setUp(async () => ({ status: 404, body: JSON.stringify(refusal) }))

  await post({ userId1: 'ada@x.org', userId2: 'ghost@x.org' })
  await vi.waitFor(async () => expect(await queues.listDead()).toHaveLength(1))

  expect((await queues.listDead())[0]).toMatchObject({ attempts: 1, error: 'One or both users not found' })
})

test('a job that this version does not know is given up and blocks nothing', async () => {
  const { queues, lines, post } = setUp(suggested)

  await queues.queueOf('task').publish({ id: 'strange', caseId: 'c', body: { kind: 'unheard of' } })
  await post({ userId1: 'ada@x.org', userId2: 'bob@x.org' })
  await vi.waitFor(() => expect(lines.some(({ suggestions }) => suggestions !== undefined)).toBe(true), 10_000)

  expect((await queues.listDead()).map(({ id }) => id)).toEqual(['strange'])
})

test.each([
  [{ userId1: 'ada@x.org' }, ['body', 'userId2']],
  [{ userId1: 'ada', userId2: 'bob@x.org' }, ['body', 'userId1']],
  [{ userId1: 'ada@x.org', userId2: 'bob@x.org', preference: 'best' }, ['body', 'preference']],
  [{ userId1: 'ada@x.org', userId2: 'bob@x.org', colour: 1 }, ['body', 'colour']],
  [{ userId1: 'ada@x.org', userId2: 'bob@x.org', book: true, title: 'a\u0000b' }, ['body', 'title']],
  [{ userId1: 'ada@x.org', userId2: 'bob@x.org', book: true, title: '' }, ['body', 'title']],
])('%j is refused with its place, and nothing is queued', async (task, loc) => {
  const { lines, post } = setUp(suggested)

  const answer = await post(task)

  expect(answer.statusCode).toBe(400)
  expect(answer.json().detail[0].loc).toEqual(loc)
  expect(lines.filter(({ job_id }) => job_id !== undefined)).toEqual([])
})

test('without its queue the service answers 503, in tasks and in health', async () => {
  const { app, post } = setUp(suggested)
  const well = await app.inject('/health')
  await close()
  close = async () => {}

  const task = await post({ userId1: 'ada@x.org', userId2: 'bob@x.org' })
  await expect.poll(async () => (await app.inject('/health')).statusCode, { timeout: 5_000 }).toBe(503)
  const unwell = await app.inject('/health')

  expect(well.json()).toMatchObject({ status: 'healthy', dependencies: { rabbitmq: { status: 'healthy' } } })
  expect(task.statusCode).toBe(503)
  expect(unwell.json().dependencies.rabbitmq.status).toBe('unhealthy')
})
