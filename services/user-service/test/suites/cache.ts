import { describe, expect, test } from 'vitest'
import type { Cache } from '../../src/people/cache/cache.ts'
import type { User } from '../../src/people/user.ts'

/** What every cache must keep to, whatever keeps it. */
export function describeCache(name: string, open: () => Promise<Cache>): void {
  const user = (version: number): User => ({
    email: 'ada@example.com',
    name: null,
    timezone: 'UTC',
    preferences: 'first',
    week: new Uint8Array(84).fill(version),
    version,
    createdAt: new Date(1_000),
    updatedAt: new Date(version),
  })
  const email = 'ada@example.com'
  const fill = (cache: Cache, found: User | null) => cache.fill(new Map([[email, found]]), cache.era())

  describe(name, () => {
    test('what was filled is read, in the order asked, and nothing is known of others', async () => {
      const cache = await open()
      await fill(cache, user(1))

      const answers = await cache.read(['bob@example.com', email])

      expect(answers).toEqual([undefined, user(1)])
    })

    test('a reader that started before a write cannot refill the cache with the old row', async () => {
      const cache = await open()
      await cache.invalidate(email, 2)

      await fill(cache, user(1))

      expect(await cache.read([email])).toEqual([undefined])
    })

    test('the row that a write made is accepted after the write was noted', async () => {
      const cache = await open()
      await cache.invalidate(email, 2)

      await fill(cache, user(2))

      expect(await cache.read([email])).toEqual([user(2)])
    })

    test('an older row does not replace a newer one', async () => {
      const cache = await open()
      await fill(cache, user(3))

      await fill(cache, user(2))

      expect(await cache.read([email])).toEqual([user(3)])
    })

    test('a write forgets what is cached, and a late note of an older write does not', async () => {
      const cache = await open()
      await fill(cache, user(1))
      await cache.invalidate(email, 2)
      const afterWrite = await cache.read([email])
      await fill(cache, user(3))

      await cache.invalidate(email, 2)

      expect(afterWrite).toEqual([undefined])
      expect(await cache.read([email])).toEqual([user(3)])
    })

    test('an absence is known as such until a write is noted', async () => {
      const cache = await open()
      await fill(cache, null)
      const absent = await cache.read([email])

      await cache.invalidate(email, 1)

      expect(absent).toEqual([null])
      expect(await cache.read([email])).toEqual([undefined])
    })

    test('a reader that found nobody cannot hide somebody who was written meanwhile', async () => {
      const cache = await open()
      await cache.invalidate(email, 1)

      await fill(cache, null)

      expect(await cache.read([email])).toEqual([undefined])
    })
  })
}
