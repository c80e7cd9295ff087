import { describe, expect, test } from 'vitest'
import { createMeetings } from '../../src/meetings/meetings.ts'
import { meetingsApi } from '../support/meetings-api.ts'
import type { OpenUserService } from '../support/open-user-service.ts'

export function describeRepeatedBookings(service: () => OpenUserService): void {
  describe('repeated bookings', () => {
    const { book, change, cancel, list } = meetingsApi(service)
    const withKey = (key: string) => ({ 'idempotency-key': key })

    test('20 at once with one key book once, and all get the same answer', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => book({ organizer: 'twenty@example.com' }, withKey('twenty'))),
      )

      expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([201]))
      expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
      const listed = await list({ user: 'twenty@example.com', from: '2031-03-01T00:00:00Z' })
      expect(listed.json().meetings).toHaveLength(1)
    })

    test('the answer stays what it was, a booking also after a change, a refusal also when the time is free again', async () => {
      const organizer = 'stays@example.com'
      const booked = await book({ organizer }, withKey('stays'))
      const refused = await book({ organizer }, withKey('stays refused'.replace(' ', '-')))
      await change(booked.json().id, { location: 'Room 2' })
      await cancel(booked.json().id)

      const bookedAgain = await book({ organizer }, withKey('stays'))
      const refusedAgain = await book({ organizer }, withKey('stays-refused'))

      expect([bookedAgain.statusCode, bookedAgain.body, bookedAgain.headers.etag]).toEqual([201, booked.body, '"v0"'])
      expect([refused.statusCode, refusedAgain.statusCode]).toEqual([409, 409])
      expect(refusedAgain.json().detail).toEqual(refused.json().detail)
    })

    test('the same key with another body is refused, with its members in another order it is the same', async () => {
      const body = { organizer: 'order@example.com', location: 'Room 1' }
      const booked = await book(body, withKey('order'))

      const other = await book({ ...body, location: 'Room 2' }, withKey('order'))
      const same = await book(Object.fromEntries(Object.entries(body).toReversed()), withKey('order'))

      expect(other.statusCode).toBe(409)
      expect(other.json().detail).toMatchObject([{ loc: ['header', 'idempotency-key'], type: 'idempotency_key_reused' }])
      expect(same.body).toBe(booked.body)
    })

    test('a key is forgotten after 24 hours, and what was kept for others with it', async () => {
      const meetings = createMeetings({ database: service().database, announce: async () => {}, announceReply: async () => {} })
      const nowMs = Date.now() + 3 * 86_400_000
      const keysKept = async () =>
        (await service().database.queries.selectFrom('idempotency_keys').select('key').orderBy('key').execute()).map(
          ({ key }) => key,
        )
      const bookAt = (afterMs: number, key: string, question: string) => {
        const startMs = nowMs + afterMs
        const content = {
          optional: [],
          title: key,
          description: null,
          location: null,
          timezone: 'UTC',
          startMs,
          endMs: startMs + 1,
        }
        const keyed = { key, question, people: [] }
        const occasion = { caseId: 'case', nowMs: nowMs + afterMs }
        return meetings.book({ organizer: 'forgotten@example.com', attendees: [], ...content }, occasion, keyed)
      }
      const dayMs = 86_400_000
      await bookAt(0, 'old', 'one question')
      await bookAt(dayMs - 1, 'younger', 'one question')

      const justInTime = bookAt(dayMs - 1, 'old', 'another question')
      await expect(justInTime).rejects.toMatchObject({ status: 409 })
      const late = await bookAt(dayMs, 'old', 'another question')

      expect(late).toMatchObject({ meeting: { title: 'old' } })
      await bookAt(2 * dayMs, 'last', 'one question')
      expect(await keysKept()).toEqual(['last'])
    })

    test.each(['', ' ', 'ä', 'x'.repeat(201)])('%j is no key', async (key) => {
      const answer = await book({ organizer: 'key@example.com' }, withKey(key))

      expect(answer.statusCode).toBe(400)
      expect(answer.json().detail).toMatchObject([{ loc: ['header', 'idempotency-key'] }])
    })
  })
}
