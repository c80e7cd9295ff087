import { describe, expect, test, vi } from 'vitest'
import type { Api } from '../support/api.ts'

type Setting = {
  api(): Api
  logs(): Record<string, unknown>[]
  /** Makes a new person who is free in these hours; returns their e-mail. */
  person(hours: Record<string, number[]>, more?: object): Promise<string>
}

const start = '2027-03-01T10:00:00Z'
const week = '2027-W09'

/** People book meetings; mails, suggestions and calendars follow. */
export function describeMeetings({ api, logs, person }: Setting): void {
  describe('meetings', () => {
    /** The mails about a meeting that were sent so far, in their order. */
    const mailsAbout = (id: string) => logs().flatMap((line) => (line.meeting_id === id ? [line.kind] : []))

    test("a booked time is nobody else's, is not suggested any more, and is free again once it is cancelled", async () => {
      const [ada, bob] = [await person({ monday: [10, 11] }), await person({ monday: [10, 11] })]
      const meeting = { organizer: ada, attendees: [bob], title: 'Lunch', start, duration_minutes: 60 }
      const suggest = () => api().get(`/api/suggestions?userId1=${ada}&userId2=${bob}&week=${week}&preference=first`)

      const before = await suggest()
      const booked = await api().post('/api/meetings', meeting)
      const again = await api().post('/api/meetings', { ...meeting, start: '2027-03-01T10:45:00Z' })
      const meanwhile = await suggest()
      const cancelled = await api().delete(`/api/meetings/${booked.body.id}`)
      const after = await suggest()

      expect([booked.status, again.status, cancelled.status]).toEqual([201, 409, 204])
      expect(
        again.body.detail.map(({ type, loc }: { type: string; loc: string[] }) => `${type} ${loc.join('.')}`).sort(),
      ).toEqual(['time_taken body.attendees.0', 'time_taken body.organizer'])
      expect([before, meanwhile, after].map(({ body }) => body.suggestions[0].slot)).toEqual([
        [10, 11],
        [11, 12],
        [10, 11],
      ])
    })

    test('what is booked says where it is, and a list where it goes on, by references that hold on every way in', async () => {
      const ada = await person({ monday: [10] })
      const ways = ['/api/meetings', '/users/meetings']
      const from = (path: string, reference: string | null) => new URL(reference!, `http://gateway${path}`)

      for (const [day, path] of ways.entries()) {
        const meeting = {
          organizer: ada,
          attendees: [],
          title: path,
          start: `2027-03-0${day + 1}T10:00:00Z`,
          duration_minutes: 30,
        }
        const booked = await api().post(path, meeting)
        const found = await api().get(from(path, booked.headers.get('location')).pathname)
        expect(found.body).toEqual(booked.body)
      }
      for (const path of ways) {
        const first = await api().get(`${path}?user=${ada}&from=2027-03-01T00:00:00Z&limit=1`)
        const link = /^<(.*)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1]
        const { pathname, search } = from(path, link ?? null)
        const second = await api().get(pathname + search)
        expect([...first.body.meetings, ...second.body.meetings].map(({ title }: { title: string }) => title)).toEqual(ways)
        expect(second.body.next).toBe(null)
      }
    })

    test('everybody is mailed once of each change, a cancellation after its invitation', async () => {
      const [ada, bob] = [await person({ monday: [10] }), await person({ monday: [10] })]

      const { body } = await api().post('/api/meetings', {
        organizer: ada,
        attendees: [bob],
        title: 'Lunch',
        start,
        duration_minutes: 30,
      })
      await api().delete(`/api/meetings/${body.id}`)

      await vi.waitFor(() => expect(mailsAbout(body.id)).toHaveLength(4), 15_000)
      expect(mailsAbout(body.id).toSorted()).toEqual(['cancelled', 'cancelled', 'confirmed', 'confirmed'])
      expect(mailsAbout(body.id)[0]).toBe('confirmed')
      expect(mailsAbout(body.id).at(-1)).toBe('cancelled')
    })

    test('a task that is to be booked ends in a meeting, and its invitations carry the Case-Id', async () => {
      const everyDay = Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [10, 11]]))
      const [ada, bob] = [await person(everyDay), await person(everyDay)]

      const task = await api().post(
        '/api/tasks',
        { userId1: ada, userId2: bob, book: true, title: 'Review' },
        { 'case-id': `book-${ada}`.slice(0, 40).replace('@', '-') },
      )
      const meetings = () => api().get(`/api/meetings?user=${ada}`)
      await vi.waitFor(async () => expect((await meetings()).body.meetings).toHaveLength(1), 15_000)

      const [meeting] = (await meetings()).body.meetings
      expect(meeting).toMatchObject({ id: task.body.job_id, organizer: ada, title: 'Review', status: 'confirmed' })
      await vi.waitFor(() => expect(mailsAbout(meeting.id)).toEqual(['confirmed', 'confirmed']), 15_000)
      expect(new Set(logs().flatMap((line) => (line.meeting_id === meeting.id ? [line.case_id] : [])))).toEqual(
        new Set([task.body.case_id]),
      )
    })

    test("a meeting and a person's meetings are calendars", async () => {
      const [ada, bob] = [await person({ monday: [10] }), await person({ monday: [10] })]
      const { body } = await api().post('/api/meetings', {
        organizer: ada,
        attendees: [bob],
        title: 'Lunch; with, signs',
        start,
        duration_minutes: 30,
      })

      const [file, feed] = [await api().get(`/api/meetings/${body.id}.ics`), await api().get(`/api/users/${bob}/calendar.ics`)]
      const known = await api().get(`/api/users/${bob}/calendar.ics`, { 'if-none-match': feed.headers.get('etag')! })

      expect(file.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
      for (const { body: text } of [file, feed]) expect(text).toContain('SUMMARY:Lunch\\; with\\, signs')
      expect(known.status).toBe(304)
    })
  })
}
