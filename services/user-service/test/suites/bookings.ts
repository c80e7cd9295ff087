import { describe, expect, test } from 'vitest'
import { attendee } from '../../../../tests/support/attendee.ts'
import { meetingsApi } from '../support/meetings-api.ts'
import type { OpenUserService } from '../support/open-user-service.ts'

export function describeBookings(service: () => OpenUserService): void {
  describe('bookings', () => {
    const { book, change, get, list, cancel, register } = meetingsApi(service)

    const idsOf = (answer: Awaited<ReturnType<typeof list>>) => answer.json().meetings.map(({ id }: { id: string }) => id)

    test('a booked meeting has each person once, in canonical form, and is found again', async () => {
      const booked = await book({
        organizer: 'Once@Example.com',
        attendees: ['b-once@example.com', 'ONCE@example.com', 'a-once@example.com', 'B-once@example.com'],
        location: 'Room 1',
      })

      const { id, created_at, updated_at, ...meeting } = booked.json()
      expect(booked.statusCode).toBe(201)
      expect(booked.headers.etag).toBe('"v0"')
      expect(meeting).toEqual({
        organizer: 'once@example.com',
        attendees: [attendee('b-once@example.com'), attendee('a-once@example.com')],
        title: 'Review',
        description: null,
        location: 'Room 1',
        start: '2031-03-03T09:00:00Z',
        end: '2031-03-03T10:00:00Z',
        timezone: 'UTC',
        status: 'confirmed',
        sequence: 0,
        version: 0,
      })
      const found = await get(id)
      expect(found.json()).toEqual(booked.json())
      expect(found.headers.etag).toBe('"v0"')
      expect(updated_at).toBe(created_at)
    })

    test.each(['2020-03-02T09:00:00Z', new Date(Date.now() - 3_600_000).toISOString()])(
      'a meeting that is over is not booked: at %s',
      async (start) => {
        const refused = await book({ organizer: 'late@example.com', start })

        expect([refused.statusCode, refused.json().detail[0].type]).toEqual([400, 'in_the_past'])
        expect(refused.json().detail[0].loc).toEqual(['body', 'start'])
      },
    )

    test('a meeting that has begun is booked, and is not moved to where it would be over', async () => {
      const start = new Date(Date.now() - 60_000).toISOString()

      const begun = await book({ organizer: 'begun@example.com', start })
      const moved = await change(begun.json().id, { start: '2020-03-02T09:00:00Z' })

      expect(begun.statusCode).toBe(201)
      expect([moved.statusCode, moved.json().detail[0].type]).toEqual([400, 'in_the_past'])
    })

    test('a meeting is sent again only to a client that has another version, and is not kept for others', async () => {
      const { id } = (await book({ organizer: 'tagged@example.com' })).json()
      const ask = (tag: string) =>
        service().app.inject({ method: 'GET', url: `/meetings/${id}`, headers: { 'if-none-match': tag } })

      const [known, weak, old] = [await ask('"v0"'), await ask('W/"v0"'), await ask('"v1"')]

      expect([known, weak, old].map(({ statusCode }) => statusCode)).toEqual([304, 304, 200])
      expect([known.body, known.headers.etag]).toEqual(['', '"v0"'])
      expect(old.headers['cache-control']).toBe('private, no-cache')
    })

    test('wall time is on the clock of the zone given, else of the organizer, else UTC', async () => {
      await register('tokyo@example.com', 'Asia/Tokyo')
      const at = (organizer: string, zone: object) => book({ organizer, start: '2031-03-03T09:00', ...zone })

      const given = (await at('tokyo@example.com', { timezone: 'Europe/Paris' })).json()
      const own = (await at('tokyo@example.com', {})).json()
      const unknown = (await at('unregistered@example.com', {})).json()

      expect([given.timezone, given.start]).toEqual(['Europe/Paris', '2031-03-03T08:00:00Z'])
      expect([own.timezone, own.start]).toEqual(['Asia/Tokyo', '2031-03-03T00:00:00Z'])
      expect([unknown.timezone, unknown.start]).toEqual(['UTC', '2031-03-03T09:00:00Z'])
    })

    test('whose time is taken is named at their place, and nobody else is booked', async () => {
      await book({ organizer: 'busy1@example.com', attendees: ['busy2@example.com'], start: '2031-04-01T09:30:00Z' })

      const refused = await book({
        organizer: 'Busy1@example.com',
        attendees: ['free@example.com', 'BUSY2@example.com'],
        start: '2031-04-01T09:00:00Z',
      })

      expect(refused.statusCode).toBe(409)
      expect(refused.json().detail).toEqual([
        { loc: ['body', 'organizer'], msg: 'The time of busy1@example.com is taken then', type: 'time_taken' },
        { loc: ['body', 'attendees', 1], msg: 'The time of busy2@example.com is taken then', type: 'time_taken' },
      ])
      expect(refused.body).not.toContain('Review')
      const ofFree = await list({ user: 'free@example.com', from: '2031-04-01T00:00:00Z' })
      expect(ofFree.json().meetings).toEqual([])
    })

    test('meetings that only meet do not overlap', async () => {
      const organizer = 'row@example.com'

      const answers = [
        await book({ organizer, start: '2031-04-02T10:00:00Z' }),
        await book({ organizer, start: '2031-04-02T11:00:00Z' }),
        await book({ organizer, start: '2031-04-02T09:00:00Z' }),
        await book({ organizer, start: '2031-04-02T09:59:59Z', end: '2031-04-02T10:00:01Z', duration_minutes: undefined }),
      ]

      expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 409])
    })

    test('50 bookings of one time at once: one is made, and 49 are refused', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          book({ organizer: `racer${index}@example.com`, attendees: ['prize@example.com'], start: '2031-04-03T09:00:00Z' }),
        ),
      )

      const statuses = answers.map(({ statusCode }) => statusCode).toSorted()
      expect(statuses).toEqual([201, ...Array.from({ length: 49 }, () => 409)])
    })

    describe('what may not be booked is refused with its place, all at once', () => {
      test.each([
        [{ timezone: 'Mars/Olympus', start: 'soon' }, ['body.timezone', 'body.start']],
        [{ start: '2031-03-03T10:00:00Z', end: '2031-03-03T09:00:00Z', duration_minutes: undefined }, ['body.end']],
        [{ end: '2031-03-03T10:00:00Z' }, ['body.end']],
        [{ duration_minutes: undefined }, ['body.duration_minutes']],
        [{ duration_minutes: 0 }, ['body.duration_minutes']],
        [{ title: '' }, ['body.title']],
        [{ title: 'a\r\nBcc: x' }, ['body.title']],
        [{ description: 'a\u0000b' }, ['body.description']],
        [{ attendees: ['fine@example.com', 'not fine'] }, ['body.attendees.1']],
        [{ colour: 'red' }, ['body.colour']],
      ] as [object, string[]][])('%j', async (wrong, expected) => {
        const answer = await book({ organizer: 'refused@example.com', ...wrong })

        expect(answer.statusCode).toBe(400)
        expect(answer.json().detail.map(({ loc }: { loc: string[] }) => loc.join('.'))).toEqual(expected)
        const listed = await list({ user: 'refused@example.com', from: '2031-03-01T00:00:00Z' })
        expect(listed.json().meetings).toEqual([])
      })

      test('a meeting that is not known is 404, and what is no id 400', async () => {
        const unknown = await get('00000000-0000-4000-8000-000000000000')
        const none = await get('7')

        expect(unknown.statusCode).toBe(404)
        expect(unknown.json().detail[0]).toMatchObject({ loc: ['path', 'id'], type: 'meeting_not_found' })
        expect(none.statusCode).toBe(400)
      })
    })

    describe('a list', () => {
      test('has what touches the time asked about, for organizer and attendee, earliest first, without what is cancelled', async () => {
        const me = 'list@example.com'
        const idOf = async (body: object) => (await book(body)).json().id
        const late = await idOf({ organizer: me, start: '2031-05-02T09:00:00Z' })
        const long = await idOf({
          organizer: 'x@example.com',
          attendees: [me],
          start: '2031-04-25T12:00:00Z',
          duration_minutes: 9_900,
        })
        const gone = await idOf({ organizer: me, start: '2031-05-02T12:00:00Z' })
        await idOf({ organizer: me, start: '2031-05-02T18:00:00Z' })
        await idOf({ organizer: me, start: '2031-04-25T11:00:00Z' })
        await cancel(gone)

        const listed = await list({ user: 'LIST@example.com', from: '2031-05-01T00:00:00Z', to: '2031-05-02T18:00:00Z' })

        expect(listed.statusCode).toBe(200)
        expect(listed.json().case_id).toBe(listed.headers['case-id'])
        expect(idsOf(listed)).toEqual([long, late])
      })

      test('is from now on, for eight weeks, where it is not said', async () => {
        const organizer = 'soon@example.com'
        const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
        await book({ organizer, start: inDays(-1) })
        const soon = await book({ organizer, start: inDays(55) })
        await book({ organizer, start: inDays(57) })

        const listed = await list({ user: organizer })

        expect(idsOf(listed)).toEqual([soon.json().id])
      })

      test.each([
        [{ from: 'soon' }, 'from', 'instant_unknown'],
        [{ from: '2031-01-01T09:00' }, 'from', 'instant_unknown'],
        [{ from: '2031-01-02T00:00:00Z', to: '2031-01-01T00:00:00Z' }, 'to', 'window_backwards'],
        [{ from: '2031-01-01T00:00:00Z', to: '2032-01-02T00:00:01Z' }, 'to', 'window_too_long'],
      ])('of %j is refused', async (period, place, type) => {
        const answer = await list({ user: 'list@example.com', ...(period as Record<string, string>) })

        expect(answer.statusCode).toBe(400)
        expect(answer.json().detail).toMatchObject([{ loc: ['query', place], type }])
      })
    })
  })
}
