import { RETRY_DELAYS_MS } from '@w2meet/job-queue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Api, createApi } from '../support/api.ts'
import { type DistributedSystem, startDistributed } from '../support/distributed-system.ts'

let system: DistributedSystem
let api: Api
beforeEach(async () => {
  system = await startDistributed()
  api = createApi(system.url)
  for (const email of ['ada@example.com', 'bob@example.com'])
    await api.post('/api/users', { email, availabilities: { monday: [9] } })
})
afterEach(() => system.close())

const pair = 'userId1=ada@example.com&userId2=bob@example.com'

/** Sends `count` requests from 16 clients, and hears of each answer that was given. */
async function load(
  count: number,
  send: () => Promise<{ status: number }>,
  onAnswer: (answered: number) => void,
): Promise<number[]> {
  const statuses: number[] = []
  let sent = 0
  const client = async () => {
    while (sent++ < count) {
      const { status } = await send()
      onAnswer(statuses.push(status))
    }
  }
  await Promise.all(Array.from({ length: 16 }, client))
  return statuses
}

test.each(['suggestion-service', 'availability-service', 'user-service'])(
  'a %s killed with -9 and another frozen while a client sends 2,000 GETs: no error reaches the client',
  async (service) => {
    const [killed] = system.replicasOf(service)
    const [, frozen] = system.replicasOf(service === 'suggestion-service' ? 'availability-service' : 'suggestion-service')

    const statuses = await load(
      2_000,
      () => api.get(`/api/suggestions?${pair}`),
      (answered) => {
        if (answered === 500) killed?.kill('SIGKILL')
        if (answered === 1_000) frozen?.kill('SIGSTOP')
      },
    )

    expect(statuses).toHaveLength(2_000)
    expect(statuses.filter((status) => status !== 200)).toEqual([])
  },
)

test('a user-service stopped by SIGTERM under load drops no request that it accepted', async () => {
  const [stopped] = system.replicasOf('user-service')

  const statuses = await load(
    1_000,
    () => api.get('/api/users/ada@example.com'),
    (answered) => {
      if (answered === 300) stopped?.kill('SIGTERM')
    },
  )

  expect(statuses.filter((status) => status !== 200)).toEqual([])
  expect(await stopped?.ended).toBe(0)
})

test('RabbitMQ killed in the middle of 1,000 tasks: every task that was acknowledged is done, and none is done twice', async () => {
  // A broker that is killed before it noted a new queue on disk never finds its leader again.
  const names = ['meeting_jobs', 'meeting_jobs.dead', ...RETRY_DELAYS_MS.map((delayMs) => `meeting_jobs.retry.${delayMs}`)]
  await system.servers.rabbitmq.hasNoted(names)
  const acknowledged: string[] = []
  let restarted: Promise<void> | undefined
  const post = async () => {
    const answer = await api.post('/api/tasks', { userId1: 'ada@example.com', userId2: 'bob@example.com' })
    if (answer.status === 202) acknowledged.push(answer.body.job_id)
    return answer
  }

  const statuses = await load(1_000, post, (answered) => {
    if (answered === 300) restarted = system.servers.rabbitmq.kill().then(() => system.servers.rabbitmq.restart())
  })
  await restarted

  expect(statuses.filter((status) => status !== 202 && status !== 503)).toEqual([])
  const done = () => system.logs().flatMap(({ job_id, suggestions }) => (suggestions ? [job_id] : []))
  const undone = () => new Set(acknowledged).difference(new Set(done()))
  await vi.waitFor(() => expect(undone()).toEqual(new Set()), 20_000)
  expect(done()).toHaveLength(new Set(done()).size)
}, 90_000)
