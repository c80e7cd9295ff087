import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReplica, openServers, type Servers } from './support/over-servers.ts'
import { startLoad } from './support/start-load.ts'

let servers: Servers
let service: Awaited<ReturnType<typeof openReplica>>
beforeAll(async () => {
  servers = await openServers()
  service = await openReplica(servers)
})
afterAll(async () => {
  await service.close()
  await servers.close()
})

const week = { availabilities: { monday: [9] } }
const create = (email: string) => service.app.inject({ method: 'POST', url: '/users', payload: { email, ...week } })
const read = (email: string) => service.app.inject(`/users/${email}`)

test('while PostgreSQL is away cached reads go on, others get 503 within the deadline, and it is used again by itself', async ({
  annotate,
}) => {
  await create('cached@example.com')
  await read('cached@example.com')
  const cachedStatuses = new Set<number>()
  const otherStatuses: number[] = []
  const othersMs: number[] = []
  let isDown = false
  let served = 0
  const until = (isSo: () => boolean) => expect.poll(isSo, { timeout: 15_000 }).toBe(true)
  await using reading = startLoad(4, async () => {
    cachedStatuses.add((await read('cached@example.com')).statusCode)
    if (isDown) served++
  })
  await using creating = startLoad(4, async (turn) => {
    const startMs = performance.now()
    otherStatuses.push((await create(`new${turn}@example.com`)).statusCode)
    othersMs.push(performance.now() - startMs)
  })

  await until(() => otherStatuses.length > 100)
  await servers.postgres.stop()
  isDown = true
  const refusedFrom = otherStatuses.length
  await until(() => served > 1_000 && otherStatuses.length > refusedFrom + 100)
  isDown = false
  await servers.postgres.restart()
  await until(() => otherStatuses.at(-1) === 201)
  await Promise.all([reading.stop(), creating.stop()])

  const slowestMs = Math.max(...othersMs)
  await annotate(`${served} cached reads meanwhile; of ${otherStatuses.length} writes the slowest took ${slowestMs.toFixed()} ms`)
  expect([...cachedStatuses]).toEqual([200])
  expect([...new Set(otherStatuses)].toSorted()).toEqual([201, 503])
  expect(slowestMs).toBeLessThan(4_000)
  expect((await service.app.inject('/health')).statusCode).toBe(200)
})
