import { createLog } from '@w2meet/service-kit'
import { expect, test, vi } from 'vitest'
import type { User } from '../user.ts'
import type { Cache } from './cache.ts'
import { createCacheAside } from './cache-aside.ts'
import { createMemoryCache } from './memory-cache.ts'

const email = 'ada@example.com'
const user = (version: number) => ({ email, version }) as User

/** A database whose reads end when the test says so, each with the row that was committed when it began. */
function slowDatabase() {
  const reads: { emails: readonly string[]; finish(): void; fail(error: Error): void }[] = []
  const committed = new Map<string, User>()
  return {
    reads,
    committed,
    findAll(emails: readonly string[]): Promise<User[]> {
      const snapshot = emails.flatMap((one) => committed.get(one) ?? [])
      const { promise, resolve, reject } = Promise.withResolvers<User[]>()
      reads.push({ emails, finish: () => resolve(snapshot), fail: reject })
      return promise
    },
  }
}

function setUp(cache: Cache = createMemoryCache({ ttlMs: 60_000 })) {
  const users = slowDatabase()
  const log = createLog('silent', { write() {} })
  return { users, cacheAside: createCacheAside({ cache, users, log }) }
}

test('a reader who began after a write was acknowledged never gets the row that an earlier reader is still reading', async () => {
  const { users, cacheAside } = setUp()
  users.committed.set(email, user(1))
  const early = cacheAside.read([email])
  await vi.waitFor(() => expect(users.reads).toHaveLength(1), 10_000)

  users.committed.set(email, user(2))
  await cacheAside.invalidate(email, 2)
  const late = cacheAside.read([email])
  users.reads[0]?.finish()
  await vi.waitFor(() => expect(users.reads).toHaveLength(2), 10_000)
  users.reads[1]?.finish()

  expect((await early)[0]?.user?.version).toBe(1)
  expect((await late)[0]?.user?.version).toBe(2)
  expect((await cacheAside.read([email]))[0]).toEqual({ user: user(2), source: 'hit' })
})

test('readers who come during a read wait for it and find its row in the cache', async () => {
  const { users, cacheAside } = setUp()
  users.committed.set(email, user(1))
  const first = cacheAside.read([email])
  await vi.waitFor(() => expect(users.reads).toHaveLength(1), 10_000)

  const others = Promise.all(Array.from({ length: 100 }, () => cacheAside.read([email])))
  users.reads[0]?.finish()

  expect((await first)[0]?.source).toBe('miss')
  expect((await others).every(([found]) => found?.source === 'hit')).toBe(true)
  expect(users.reads).toHaveLength(1)
})

test('without a cache, readers who come during a read share the next one', async () => {
  const down = async () => Promise.reject(new Error('down'))
  const { users, cacheAside } = setUp({ era: () => undefined, read: down, fill: down, invalidate: down, ping: down })
  users.committed.set(email, user(1))
  const first = cacheAside.read([email])
  await vi.waitFor(() => expect(users.reads).toHaveLength(1), 10_000)

  const others = Promise.all(Array.from({ length: 100 }, () => cacheAside.read([email])))
  users.reads[0]?.finish()
  await vi.waitFor(() => expect(users.reads).toHaveLength(2), 10_000)
  users.reads[1]?.finish()

  expect((await first)[0]).toEqual({ user: user(1), source: 'bypass' })
  expect((await others).every(([found]) => found?.user?.version === 1)).toBe(true)
  expect(users.reads).toHaveLength(2)
})

test('a read that fails fails its own readers, and the next reader tries anew', async () => {
  const { users, cacheAside } = setUp()
  users.committed.set(email, user(1))
  const failing = cacheAside.read([email])
  const outcome = expect(failing).rejects.toThrow('gone')
  await vi.waitFor(() => expect(users.reads).toHaveLength(1), 10_000)
  const waiting = cacheAside.read([email])

  users.reads[0]?.fail(new Error('gone'))
  await vi.waitFor(() => expect(users.reads).toHaveLength(2), 10_000)
  users.reads[1]?.finish()

  await outcome
  expect((await waiting)[0]?.user?.version).toBe(1)
})

test('a batch reads from the database only the people whom the cache does not know', async () => {
  const { users, cacheAside } = setUp()
  users.committed.set(email, user(1))
  const first = cacheAside.read([email])
  await vi.waitFor(() => expect(users.reads).toHaveLength(1), 10_000)
  users.reads[0]?.finish()
  await first

  const batch = cacheAside.read(['bob@example.com', email, 'bob@example.com'])
  await vi.waitFor(() => expect(users.reads).toHaveLength(2), 10_000)
  users.reads[1]?.finish()

  expect((await batch).map(({ source }) => source)).toEqual(['miss', 'hit', 'miss'])
  expect(users.reads[1]?.emails).toEqual(['bob@example.com'])
})
