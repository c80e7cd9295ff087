import { describe, expect, test } from 'vitest'
import { meetingsApi } from '../support/meetings-api.ts'
import type { OpenUserService } from '../support/open-user-service.ts'

export function describeBookedTime(service: () => OpenUserService): void {
  describe('booked time', () => {
    const { book, change, cancel, register, busy } = meetingsApi(service)

    test('is that of all who have some, known or not, whole where it touches the time asked about, earliest first', async () => {
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
        'unknown@example.com': ['2031-06-02T08:00/2031-06-02T10:00'],
      })
    })

    test('is seen at once after a booking, a change and a cancellation', async () => {
      await register('cached@example.com')
      const seen = async () =>
        (await busy(['cached@example.com'], '2031-06-09T00:00:00Z', '2031-06-10T00:00:00Z'))['cached@example.com']
      const before = await seen()

      const { id } = (await book({ organizer: 'cached@example.com', start: '2031-06-09T09:00:00Z' })).json()
      const booked = await seen()
      await change(id, { start: '2031-06-09T10:00:00Z' })
      const moved = await seen()
      await cancel(id)
      const cancelled = await seen()

      expect([before, booked, moved, cancelled]).toEqual([
        undefined,
        ['2031-06-09T09:00/2031-06-09T10:00'],
        ['2031-06-09T10:00/2031-06-09T11:00'],
        undefined,
      ])
    })

    test('may be asked about for any numbers', async () => {
      const ask = (from: number, to: number) =>
        service().app.inject({ method: 'POST', url: '/internal/booked', payload: { emails: ['quiet@example.com'], from, to } })

      const answers = [await ask(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), await ask(1, 0)]

      expect(answers.map((answer) => [answer.statusCode, answer.json().booked])).toEqual([
        [200, []],
        [200, []],
      ])
    })
  })
}
