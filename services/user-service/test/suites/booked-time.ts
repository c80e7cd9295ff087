import { describe, expect, test } from 'vitest'
import { meetingsApi } from '../support/meetings-api.ts'
import type { OpenUserService } from '../support/open-user-service.ts'

export function describeBookedTime(service: () => OpenUserService): void {
  describe('booked time', () => {
    const { book, change, cancel, register, busy } = meetingsApi(service)

    test('is that of the people known, whole where it touches the time asked about, earliest first', async () => {
      await register('busy@example.com')
      await register('idle@example.com')
      const organizer = 'busy@example.com'
      await book({ organizer, start: '2031-06-02T15:00:00Z' })
      await book({
        organizer: 'unknown@example.com',
        attendees: [organizer],
        start: '2031-06-02T08:00:00Z',
        duration_minutes: 120,
      })
      await book({ organizer, start: '2031-06-02T16:00:00Z' })
      await book({ organizer, start: '2031-06-02T07:00:00Z' })

      const found = await busy(
        [organizer, 'idle@example.com', 'unknown@example.com'],
        '2031-06-02T09:00:00Z',
        '2031-06-02T16:00:00Z',
      )

      expect(found).toEqual({
        'busy@example.com': ['2031-06-02T08:00/2031-06-02T10:00', '2031-06-02T15:00/2031-06-02T16:00'],
        'idle@example.com': [],
      })
    })

    test('is seen at once after a booking, a change and a cancellation, though the person is read from the cache', async () => {
      await register('cached@example.com')
      const seen = async () =>
        (await busy(['cached@example.com'], '2031-06-09T00:00:00Z', '2031-06-10T00:00:00Z'))['cached@example.com']
      const before = await seen()
      const reads = service().readsOfDatabase()

      const { id } = (await book({ organizer: 'cached@example.com', start: '2031-06-09T09:00:00Z' })).json()
      const booked = await seen()
      await change(id, { start: '2031-06-09T10:00:00Z' })
      const moved = await seen()
      await cancel(id)
      const cancelled = await seen()

      expect([before, booked, moved, cancelled]).toEqual([
        [],
        ['2031-06-09T09:00/2031-06-09T10:00'],
        ['2031-06-09T10:00/2031-06-09T11:00'],
        [],
      ])
      expect(service().readsOfDatabase()).toBe(reads)
    })

    test('is not said where it was not asked for, and any numbers may be asked about', async () => {
      await register('quiet@example.com')
      const ask = (booked?: object) =>
        service().app.inject({
          method: 'POST',
          url: '/user-avail/cache_aside',
          payload: { emails: ['quiet@example.com'], ...(booked && { booked }) },
        })

      const without = await ask()
      const endless = await ask({ from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER })
      const backwards = await ask({ from: 1, to: 0 })

      expect(without.json().users[0]).not.toHaveProperty('busy')
      expect([endless, backwards].map((answer) => [answer.statusCode, answer.json().users[0].busy])).toEqual([
        [200, []],
        [200, []],
      ])
    })
  })
}
