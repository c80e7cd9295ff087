import type { HttpApp } from '@w2meet/service-kit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openCuttableLink } from './support/cuttable-link.ts'
import { openReplica, openServers, type Servers } from './support/over-servers.ts'
import { startLoad } from './support/start-load.ts'

let servers: Servers
beforeAll(async () => {
  servers = await openServers()
})
afterAll(() => servers.close())

let opened: AsyncDisposableStack
const open = <T extends { close(): Promise<void> }>(thing: T): T => opened.adopt(thing, ({ close }) => close())
afterEach(() => opened.disposeAsync())

const within = { timeout: 15_000 }
const week = { availabilities: { monday: [9] } }
const create = (app: HttpApp, email: string, name = '0') =>
  app.inject({ method: 'POST', url: '/users', payload: { email, name, ...week } })
const write = (app: HttpApp, email: string, name: string) =>
  app.inject({ method: 'PUT', url: `/users/${email}`, payload: { name, ...week } })
const read = (app: HttpApp, email: string) => app.inject(`/user-avail/cache_aside/${email}`)
const nameSeenBy = async (app: HttpApp, email: string): Promise<string> => (await read(app, email)).json().name
/** Reads until the cache answers again. */
const isCached = (app: HttpApp, email: string) =>
  expect.poll(async () => (await read(app, email)).headers['x-cache'], within).toBe('hit')

describe.each([
  { how: 'killed', fail: () => servers.redis.kill(), heal: () => servers.redis.restart() },
  { how: 'frozen', fail: async () => servers.redis.freeze(), heal: async () => servers.redis.thaw() },
])('while Redis is $how', ({ how, fail, heal }) => {
  test('no request fails under load, no read takes much longer than the 100 ms timeout, and hits come back by themselves', async ({
    annotate,
  }) => {
    opened = new AsyncDisposableStack()
    const { app } = open(await openReplica(servers))
    const emails = Array.from({ length: 50 }, (_, index) => `${how}${index}@example.com`)
    await Promise.all(emails.map((email) => create(app, email)))
    const failures: string[] = []
    const readsMs: number[] = []
    const during = { reads: 0, writes: 0 }
    let isDown = false
    await using reading = startLoad(20, async (turn) => {
      const startMs = performance.now()
      const { statusCode, body } = await read(app, emails[turn % emails.length]!)
      readsMs.push(performance.now() - startMs)
      if (isDown) during.reads++
      if (statusCode !== 200) failures.push(body)
    })
    await using writing = startLoad(1, async (turn) => {
      const { statusCode, body } = await write(app, emails[turn % emails.length]!, `${turn}`)
      if (isDown) during.writes++
      if (statusCode !== 200) failures.push(body)
    })
    await expect.poll(() => readsMs.length, within).toBeGreaterThan(200)

    const startMs = performance.now()
    await fail()
    isDown = true
    await expect.poll(() => during.reads > 1_000 && during.writes > 20, within).toBe(true)
    const health = await app.inject('/health')
    const outageMs = performance.now() - startMs
    await heal()
    const healedMs = performance.now()
    await isCached(app, emails[0]!)
    const recoveryMs = performance.now() - healedMs
    await Promise.all([reading.stop(), writing.stop()])

    const slowestMs = Math.max(...readsMs)
    await annotate(
      `${during.reads} reads and ${during.writes} writes in an outage of ${outageMs.toFixed()} ms: slowest read ${slowestMs.toFixed()} ms; cached again after ${recoveryMs.toFixed()} ms`,
    )
    expect(failures).toEqual([])
    expect(slowestMs).toBeLessThan(600)
    expect(health.statusCode).toBe(503)
    expect(health.json().dependencies).toMatchObject({ redis: { status: 'unhealthy' }, postgresql: { status: 'healthy' } })
    await expect.poll(async () => (await app.inject('/health')).statusCode, within).toBe(200)
  })
})

test('after a write was acknowledged while Redis was frozen, a replica that did not notice the freeze returns nothing older', async () => {
  opened = new AsyncDisposableStack()
  const [writer, reader] = [open(await openReplica(servers)), open(await openReplica(servers))]
  const email = 'frozen@example.com'
  await create(writer.app, email)

  for (const round of ['1', '2', '3']) {
    await isCached(reader.app, email)
    servers.redis.freeze()
    const written = await write(writer.app, email, round)
    servers.redis.thaw()

    const seen = await nameSeenBy(reader.app, email)

    expect(written.statusCode).toBe(200)
    expect(seen).toBe(round)
  }
})

test('a replica that alone is cut off from Redis acknowledges a write only when the others return nothing older, and the second without a wait', async ({
  annotate,
}) => {
  opened = new AsyncDisposableStack()
  const link = open(await openCuttableLink(servers.redis.url))
  const [writer, reader] = [open(await openReplica(servers, { redisUrl: link.url })), open(await openReplica(servers))]
  const email = 'cut-off@example.com'
  await create(writer.app, email)
  await isCached(reader.app, email)

  link.cut()
  const writesMs: number[] = []
  for (const name of ['1', '2', '3']) {
    const startMs = performance.now()
    await write(writer.app, email, name)
    writesMs.push(performance.now() - startMs)

    expect(await nameSeenBy(reader.app, email)).toBe(name)
  }
  link.mend()
  await isCached(reader.app, email)

  await annotate(`the writes took ${writesMs.map((ms) => `${ms.toFixed()} ms`).join(', ')}`)
  expect(await nameSeenBy(reader.app, email)).toBe('3')
  expect(writesMs[0]).toBeLessThan(2_000)
  expect(writesMs[2]).toBeLessThan(300)
})

test('a committed write of which neither Redis nor the lease can hear waits until it can be acknowledged, and is not refused', async () => {
  opened = new AsyncDisposableStack()
  const toRedis = open(await openCuttableLink(servers.redis.url))
  const forLease = open(await openCuttableLink(servers.postgres.url))
  const writer = open(await openReplica(servers, { redisUrl: toRedis.url, leaseUrl: forLease.url }))
  const reader = open(await openReplica(servers))
  const [known, added] = ['unheard@example.com', 'unheard-new@example.com']
  await create(writer.app, known)
  await isCached(reader.app, known)

  toRedis.cut()
  forLease.cut()
  const writing = [create(writer.app, added), write(writer.app, known, '1')]
  const before = forLease.connections()
  await expect.poll(() => forLease.connections(), within).toBeGreaterThan(before + 1)
  forLease.mend()
  const statuses = (await Promise.all(writing)).map(({ statusCode }) => statusCode)

  expect(statuses).toEqual([201, 200])
  expect(await nameSeenBy(reader.app, known)).toBe('1')
})

test('a service that is started while Redis is away serves, and uses it once it is there', async () => {
  opened = new AsyncDisposableStack()
  await servers.redis.kill()
  const { app } = open(await openReplica(servers))

  const created = await create(app, 'early@example.com')
  const found = await read(app, 'early@example.com')
  await servers.redis.restart()

  expect(created.statusCode).toBe(201)
  expect(found.headers['x-cache']).toBe('bypass')
  await isCached(app, 'early@example.com')
})
