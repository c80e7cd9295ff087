import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenUserService } from '../support/open-user-service.ts'

export function describeCachedReads(name: string, open: () => Promise<OpenUserService>): void {
  describe(name, () => {
    let service: OpenUserService
    beforeAll(async () => {
      service = await open()
    })
    afterAll(() => service.close())

    const create = (email: string) =>
      service.app.inject({ method: 'POST', url: '/users', payload: { email, availabilities: { monday: [9] } } })
    const read = (email: string) => service.app.inject(`/user-avail/cache_aside/${email}`)

    test('the first read is a miss, the next a hit, and a write makes it a miss again', async () => {
      await create('ada@example.com')

      const first = await read('ada@example.com')
      const second = await read('ada@example.com')
      await service.app.inject({ method: 'PUT', url: '/users/ada@example.com', payload: { availabilities: { friday: [1] } } })
      const third = await read('ada@example.com')

      expect([first, second, third].map(({ headers }) => headers['x-cache'])).toEqual(['miss', 'hit', 'miss'])
      expect(second.json()).toEqual(first.json())
      expect(third.json().availabilities).toMatchObject({ monday: [], friday: [1] })
    })

    test('the spelling of the first clients reads the same', async () => {
      await create('old@example.com')

      const answer = await service.app.inject('/user-avail/cache-aside?user1email=OLD@example.com')

      expect(answer.json()).toEqual((await read('old@example.com')).json())
      expect(answer.headers['x-cache']).toBe('miss')
    })

    test('100 readers of one person who is not cached cost one read of the database', async () => {
      await create('crowd@example.com')
      const before = service.readsOfDatabase()

      const answers = await Promise.all(Array.from({ length: 100 }, () => read('crowd@example.com')))

      expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true)
      expect(service.readsOfDatabase() - before).toBe(1)
    })

    test('a person who does not exist is looked for once', async () => {
      const before = service.readsOfDatabase()

      const answers = [await read('absent@example.com'), await read('absent@example.com')]

      expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404])
      expect(service.readsOfDatabase() - before).toBe(1)
    })

    test('a person who registers after they were looked for in vain is found at once', async () => {
      await read('late@example.com')

      await create('late@example.com')

      expect((await read('late@example.com')).statusCode).toBe(200)
    })

    test('a batch reads 10,000 people at once, each once, and tells who is missing', async () => {
      await create('batch@example.com')
      const strangers = Array.from({ length: 9_998 }, (_, index) => `stranger${index}@example.com`)
      const before = service.readsOfDatabase()

      const answer = await service.app.inject({
        method: 'POST',
        url: '/user-avail/cache_aside',
        payload: { emails: ['Batch@example.com', 'batch@example.com', ...strangers] },
      })

      expect(answer.statusCode).toBe(200)
      expect(answer.json().users).toEqual([
        { email: 'batch@example.com', timezone: 'UTC', preferences: 'first', week: expect.any(String) },
      ])
      expect(answer.json().missing).toEqual(strangers)
      // A thousand at a time, lest others wait for all of them.
      expect(service.readsOfDatabase() - before).toBe(10)
    })

    test('10,001 people are refused with the limit', async () => {
      const payload = { emails: Array.from({ length: 10_001 }, () => 'ada@example.com') }

      const answer = await service.app.inject({ method: 'POST', url: '/user-avail/cache_aside', payload })

      expect(answer.statusCode).toBe(400)
      expect(answer.json().detail).toEqual([
        { loc: ['body', 'emails'], msg: '`emails` has 10001 entries; the most is 10000', type: 'maxItems' },
      ])
    })
  })
}
