import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Api, createApi } from '../support/api.ts'
import { type DistributedSystem, openSharedServers, startDistributed } from '../support/distributed-system.ts'

let servers: Awaited<ReturnType<typeof openSharedServers>>
beforeAll(async () => {
  servers = await openSharedServers()
})
afterAll(() => servers.close())

let system: DistributedSystem
let api: Api
beforeEach(async () => {
  system = await startDistributed({ servers })
  api = createApi(system.url)
  for (const email of ['ada@example.com', 'bob@example.com'])
    await api.post('/api/users', { email, availabilities: { monday: [9] } })
})
afterEach(() => system.close())

const pair = 'userId1=ada@example.com&userId2=bob@example.com'

/** Sends `count` requests from 16 clients, and calls `onAnswer` with each answer. */
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

type Load = { gateway: string; answers: number; failed: number[]; slowestMs: number }

/** The same GETs through gateway-service and through nginx at once, `count` through each; `onAnswer` hears of both. */
async function loadBothGateways(count: number, path: string, onAnswer: (answered: number) => void): Promise<Load[]> {
  let answered = 0
  const loads = Object.entries(system.gateways).map(async ([gateway, url]) => {
    const client = createApi(url)
    let slowestMs = 0
    const send = async () => {
      const startMs = performance.now()
      const answer = await client.get(path)
      slowestMs = Math.max(slowestMs, performance.now() - startMs)
      return answer
    }
    const statuses = await load(count, send, () => onAnswer(++answered))
    return { gateway, answers: statuses.length, failed: statuses.filter((status) => status !== 200), slowestMs }
  })
  return Promise.all(loads)
}

/** Expects that every answer is 200, and the slowest came within `slowestMsMax`. */
function expectNoneFailed(loads: Load[], answers: number, slowestMsMax: number): void {
  expect(loads.map(({ gateway, answers, failed }) => ({ gateway, answers, failed }))).toEqual([
    { gateway: 'gateway-service', answers, failed: [] },
    { gateway: 'nginx', answers, failed: [] },
  ])
  for (const { gateway, slowestMs } of loads) expect(slowestMs, gateway).toBeLessThan(slowestMsMax)
}

test.each(['suggestion-service', 'availability-service', 'user-service'])(
  'a %s killed with -9 and another frozen during 2,000 GETs through each gateway: none fails, the slowest takes less than 4 s',
  async (service) => {
    const [killed] = system.replicasOf(service)
    const [, frozen] = system.replicasOf(service === 'suggestion-service' ? 'availability-service' : 'suggestion-service')

    const loads = await loadBothGateways(2_000, `/api/suggestions?${pair}`, (answered) => {
      if (answered === 1_000) killed?.kill('SIGKILL')
      if (answered === 2_000) frozen?.kill('SIGSTOP')
    })

    expectNoneFailed(loads, 2_000, 4_000)
  },
  60_000,
)

test('a user-service stopped by SIGTERM under load drops no request that it accepted, through either gateway', async () => {
  const [stopped] = system.replicasOf('user-service')

  const loads = await loadBothGateways(1_000, '/api/users/ada@example.com', (answered) => {
    if (answered === 600) stopped?.kill('SIGTERM')
  })

  expectNoneFailed(loads, 1_000, 4_000)
  expect(await stopped?.ended).toBe(0)
})

test('RabbitMQ killed in the middle of 1,000 tasks: every task that was acknowledged is done, and none is done twice', async () => {
  // A broker that is killed before it noted a new queue on disk never finds its leader again.
  const { rabbitmq } = system.servers
  await rabbitmq.hasNoted(await rabbitmq.queues())
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
