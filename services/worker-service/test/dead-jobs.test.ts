import { createClient, listDeadJobs, MAX_DEAD_JOB_CHARACTERS, MAX_LISTED_DEAD_JOBS, retryDeadJobs } from '@w2meet/contract'
import type { DeadJob, JobQueues } from '@w2meet/job-queue'
import { createLog } from '@w2meet/service-kit'
import { expect, test } from 'vitest'
import { createWorkerService } from '../src/app.ts'

const deadJob = (more: Partial<DeadJob> = {}): DeadJob => ({
  id: 'job-1',
  kind: 'task',
  caseId: 'case-1',
  body: { kind: 'task' },
  attempts: 3,
  error: 'not today',
  diedAtMs: Date.UTC(2030, 0, 1),
  ...more,
})

/** The service's answers, by the client that its callers use, over a queue in which these are dead. */
function over(some: Partial<JobQueues>) {
  const queues = { queueOf: () => ({ name: 'meeting_jobs' }), ...some } as JobQueues
  const app = createWorkerService({ queues, log: createLog('silent', { write() {} }) })
  const client = createClient(
    'worker-service',
    async ({ method, target, headers, body }) => {
      const json = body === undefined ? {} : { payload: body, headers: { ...headers, 'content-type': 'application/json' } }
      const answer = await app.inject({ method, url: target, headers, ...json })
      return { status: answer.statusCode, body: answer.body }
    },
    { timeoutMs: 1_000 },
  )
  const caseIds = ['case-7']
  return {
    list: () => client.call(listDeadJobs, {}, { caseIds }),
    retry: (body: { id?: string }) => client.call(retryDeadJobs, { body }, { caseIds }),
  }
}

test('dead jobs are told with their content and reason, the oldest first', async () => {
  const { list } = over({ listDead: async () => [deadJob(), deadJob({ id: 'job-2', body: 'no object' })] })

  const answer = await list()

  expect(answer).toEqual({
    total: 2,
    jobs: [
      {
        id: 'job-1',
        kind: 'task',
        case_id: 'case-1',
        content: '{"kind":"task"}',
        attempts: 3,
        reason: 'not today',
        died_at: '2030-01-01T00:00:00.000Z',
      },
      expect.objectContaining({ id: 'job-2', content: '"no object"' }),
    ],
  })
})

test('of very many the first thousand are told, and how many there are', async () => {
  const { list } = over({ listDead: async () => Array.from({ length: 3_000 }, (_, index) => deadJob({ id: `job-${index}` })) })

  const { total, jobs } = await list()

  expect([total, jobs.length, jobs.at(-1)?.id]).toEqual([3_000, MAX_LISTED_DEAD_JOBS, 'job-999'])
})

test('a message of any size, of any words and of no time does not keep the others from being told', async () => {
  const long = 'x'.repeat(1_000_000)
  const { list } = over({ listDead: async () => [deadJob({ body: long, error: long, diedAtMs: Number.NaN }), deadJob()] })

  const { jobs } = await list()

  expect(jobs[0]).toMatchObject({ content: expect.stringMatching(/^"x+…$/), died_at: null })
  expect(jobs[0]!.content.length + jobs[0]!.reason.length).toBe(2 * (MAX_DEAD_JOB_CHARACTERS + 1))
  expect(jobs[1]).toMatchObject({ id: 'job-1' })
})

test('one dead job is tried again by its id, and all without one', async () => {
  const dead = ['job-1', 'job-2'].map((id) => deadJob({ id }))
  const { retry } = over({ listDead: async () => dead, retryDead: async (isToGo) => dead.filter(isToGo).length })

  const answers = [await retry({ id: 'job-1' }), await retry({ id: 'job-3' }), await retry({})]

  expect(answers).toEqual([1, 0, 2].map((retried) => ({ retried, left: [] })))
})

test('where the queue cannot be reached both are 503', async () => {
  const away = async () => {
    throw new Error('connection lost')
  }
  const { list, retry } = over({ listDead: away, retryDead: away })

  await expect(list()).rejects.toMatchObject({ status: 503 })
  await expect(retry({})).rejects.toMatchObject({ status: 503 })
})
