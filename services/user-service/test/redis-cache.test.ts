import { createLog } from '@w2meet/service-kit'
import { openRedis, type RedisServer } from '@w2meet/test-servers'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyOf, openRedisCache, type RedisCache } from '../src/people/cache/redis-cache.ts'
import type { User } from '../src/people/user.ts'
import { describeCache } from './suites/cache.ts'

const log = createLog('silent', { write() {} })
const email = 'ada@example.com'
const user = { email, name: 'Ada', timezone: 'UTC', preferences: 'last', week: new Uint8Array(84), version: 7 } as User
const ada = { ...user, createdAt: new Date(1_000), updatedAt: new Date(2_000) }

let server: RedisServer
let admin: Redis
let cache: RedisCache
let generation: number | undefined

async function openEmpty(): Promise<RedisCache> {
  await cache?.close()
  await admin.flushall()
  generation = 1
  return (cache = await openRedisCache({ url: server.url, ttlMs: 60_000, generation: () => generation, log }))
}

beforeAll(async () => {
  server = await openRedis()
  admin = new Redis(server.url)
})
afterAll(async () => {
  await cache?.close()
  admin.disconnect()
  await server.close()
})

describeCache('the cache in Redis', openEmpty)

test('what was filled in an earlier generation is not believed, and what is filled for it later neither', async () => {
  const cache = await openEmpty()
  const era = cache.era()
  await cache.fill(new Map([[email, ada]]), era)

  generation = 2
  const afterwards = await cache.read([email])
  await cache.fill(new Map([[email, ada]]), era)

  expect(afterwards).toEqual([undefined])
  expect(await cache.read([email])).toEqual([undefined])
  await cache.fill(new Map([[email, ada]]), cache.era())
  expect(await cache.read([email])).toEqual([ada])
})

test('without a generation nothing is read and nothing kept', async () => {
  const cache = await openEmpty()
  generation = undefined

  await cache.fill(new Map([[email, ada]]), cache.era())

  await expect(cache.read([email])).rejects.toThrow()
  expect(await admin.dbsize()).toBe(0)
})

test('10,000 people are kept and read at once, each in less than 300 bytes and with an end', async () => {
  const cache = await openEmpty()
  const emails = Array.from({ length: 10_000 }, (_, index) => `person${index}@example.com`)
  const week = crypto.getRandomValues(new Uint8Array(84))

  await cache.fill(new Map(emails.map((email) => [email, { ...ada, week, email }])), cache.era())

  const answers = await cache.read(emails)
  expect(answers.map((answer) => answer?.email)).toEqual(emails)
  expect(answers[9_999]).toEqual({ ...ada, week, email: 'person9999@example.com' })
  expect(await admin.strlen(keyOf('person0@example.com'))).toBeLessThan(300)
  expect(await admin.ttl(keyOf('person0@example.com'))).toBeGreaterThan(50)
})

test('nothing in Redis has the address of somebody who was erased, whatever was cached before', async () => {
  const cache = await openEmpty()
  await cache.fill(new Map([[email, ada]]), cache.era())

  await cache.invalidate(email, 8)

  const keys = await admin.keys('*')
  expect(keys).toHaveLength(1)
  expect([...keys, ...(await admin.mget(keys))].join()).not.toMatch(/ada/i)
})

test('a reader that started before Redis was restarted cannot fill it, though the note of the write was lost', async () => {
  const cache = await openEmpty()
  const era = cache.era()
  await cache.invalidate(email, 8)

  await server.restart()
  await expect.poll(() => cache.era(), { timeout: 10_000 }).toBeDefined()
  await cache.fill(new Map([[email, ada]]), era)

  expect(await cache.read([email])).toEqual([undefined])
})
