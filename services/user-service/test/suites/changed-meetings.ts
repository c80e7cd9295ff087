import { beforeAll, describe, expect, test } from 'vitest'
import { attendee } from '../../../../tests/support/attendee.ts'
import { readReplySecret, replyTokenOf } from '../../src/meetings/reply-tokens.ts'
import { meetingsApi } from '../support/meetings-api.ts'
import type { OpenUserService } from '../support/open-user-service.ts'

export function describeChangedMeetings(service: () => OpenUserService): void {
  describe('changed meetings', () => {
    let secret: string
    let days = 0
    beforeAll(async () => {
      secret = await readReplySecret(service().database.queries)
    })
    const { book, get, change, cancel, reply, list } = meetingsApi(service)

    /** An hour at nine, on a day of its own. */
    async function booked(people: { organizer?: string; attendees?: string[] } = {}) {
      const day = new Date(Date.UTC(2032, 0, ++days)).toISOString().slice(0, 10)
      const answer = await book({ organizer: 'ada@example.com', start: `${day}T09:00:00Z`, ...people })
      const meeting = answer.json()
      return { meeting, id: meeting.id as string, at: (time: string) => `${day}T${time}:00Z` }
    }
    const answerOf = (id: string, email: string, status: string) => reply(id, replyTokenOf(secret, id, email), status)
    const repliesOf = (meeting: { attendees: { email: string; reply: string }[] }) =>
      Object.fromEntries(meeting.attendees.map((attendee) => [attendee.email, attendee.reply]))

    describe('a change', () => {
      test('of the time frees the old one at once, keeps the duration, and asks all attendees anew', async () => {
        const { id, at } = await booked({ attendees: ['bob@example.com'] })
        await answerOf(id, 'bob@example.com', 'accepted')

        const moved = await change(id, { start: at('14:00') })

        expect(moved.statusCode).toBe(200)
        expect(moved.headers.etag).toBe('"v2"')
        expect(moved.json()).toMatchObject({ start: at('14:00'), end: at('15:00'), sequence: 1 })
        expect(repliesOf(moved.json())).toEqual({ 'bob@example.com': 'needs_action' })
        expect((await get(id)).json()).toEqual(moved.json())
        expect((await book({ organizer: 'bob@example.com', start: at('09:00') })).statusCode).toBe(201)
      })

      test('may overlap with what the meeting was', async () => {
        const { id, at } = await booked()

        const moved = await change(id, { start: at('09:30') })

        expect(moved.statusCode).toBe(200)
      })

      test('that takes the time of another meeting is refused, and nothing changes', async () => {
        const { id, at } = await booked({ attendees: ['eve@example.com', 'bob@example.com'] })
        await book({ organizer: 'bob@example.com', start: at('11:00') })
        const before = (await get(id)).json()

        const refused = await change(id, { start: at('10:30'), title: 'Other' })
        const ofNewPeople = await change(id, { start: at('10:30'), attendees: ['bob@example.com'] })

        expect(refused.statusCode).toBe(409)
        expect(refused.json().detail).toMatchObject([{ loc: ['body', 'start'], type: 'time_taken' }])
        expect(ofNewPeople.json().detail).toMatchObject([{ loc: ['body', 'attendees', 0], type: 'time_taken' }])
        expect((await get(id)).json()).toEqual(before)
        expect((await book({ organizer: 'eve@example.com', start: at('09:00') })).statusCode).toBe(409)
      })

      test('of people frees those who leave, keeps the replies of those who stay, and needs the time of those who come', async () => {
        const { id, at } = await booked({ attendees: ['leave@example.com', 'stay@example.com'] })
        await answerOf(id, 'stay@example.com', 'tentative')

        const changed = await change(id, { attendees: ['come@example.com', 'stay@example.com'] })

        expect(changed.json().sequence).toBe(1)
        expect(changed.json().attendees).toEqual([
          attendee('come@example.com'),
          attendee('stay@example.com', { reply: 'tentative' }),
        ])
        expect((await book({ organizer: 'leave@example.com', start: at('09:00') })).statusCode).toBe(201)
        expect((await book({ organizer: 'come@example.com', start: at('09:00') })).statusCode).toBe(409)
        expect((await answerOf(id, 'leave@example.com', 'accepted')).statusCode).toBe(403)
      })

      test('of the text alone makes a new sequence, since it is told, and leaves the replies', async () => {
        const { id } = await booked({ attendees: ['bob@example.com'] })
        await answerOf(id, 'bob@example.com', 'accepted')

        const changed = await change(id, { title: 'New', description: 'More\nlines' })

        expect(changed.json()).toMatchObject({ title: 'New', description: 'More\nlines', sequence: 1 })
        expect(repliesOf(changed.json())).toEqual({ 'bob@example.com': 'accepted' })
      })

      test('of the place makes a new sequence, keeps the replies, and null removes it', async () => {
        const { id } = await booked({ attendees: ['bob@example.com'] })
        await answerOf(id, 'bob@example.com', 'accepted')

        const placed = (await change(id, { location: 'Room 2' })).json()
        const removed = (await change(id, { location: null })).json()

        expect([placed.location, placed.sequence]).toEqual(['Room 2', 1])
        expect([removed.location, removed.sequence]).toEqual([null, 2])
        expect(repliesOf(removed)).toEqual({ 'bob@example.com': 'accepted' })
      })

      test('to what the meeting is already changes neither sequence nor version', async () => {
        const { id, meeting } = await booked({ attendees: ['a@example.com', 'b@example.com'] })

        const same = await change(id, { start: meeting.start, end: meeting.end, attendees: ['B@example.com', 'a@example.com'] })

        expect(same.json()).toMatchObject({ sequence: 0, version: 0 })
      })

      test('of a wall time is on the clock where the meeting was planned', async () => {
        const organizer = 'planner@example.com'
        const { id } = (await book({ organizer, start: '2033-07-01T09:00', timezone: 'America/New_York' })).json()

        const moved = await change(id, { start: '2033-12-01T09:00' })

        expect(moved.json()).toMatchObject({ start: '2033-12-01T14:00:00Z', timezone: 'America/New_York' })
      })

      test('asked for with another version is refused with 412, and with its own or * it is made', async () => {
        const { id } = await booked()

        const made = await change(id, { location: 'A' }, { 'if-match': '"v0"' })
        const late = await change(id, { location: 'B' }, { 'if-match': '"v0"' })
        const any = await change(id, { location: 'C' }, { 'if-match': '*' })

        expect([made.statusCode, late.statusCode, any.statusCode]).toEqual([200, 412, 200])
        expect(late.json().detail[0]).toMatchObject({ loc: ['header', 'if-match'], type: 'version_differs' })
        expect(any.json()).toMatchObject({ location: 'C', sequence: 2 })
      })

      test('of the title by two clients who saw the same version is made once', async () => {
        const { id } = await booked()

        const first = await change(id, { title: 'First' }, { 'if-match': '"v0"' })
        const second = await change(id, { title: 'Second' }, { 'if-match': '"v0"' })

        expect([first.statusCode, second.statusCode]).toEqual([200, 412])
        expect((await get(id)).json().title).toBe('First')
      })

      test('is made with an ETag that a proxy has made weak, and with one of several', async () => {
        const { id } = await booked()

        const weak = await change(id, { title: 'Weak' }, { 'if-match': 'W/"v0"' })
        const several = await change(id, { title: 'Several' }, { 'if-match': '"v7", W/"v1"' })
        const no = await change(id, { title: 'None' }, { 'if-match': 'v2' })

        expect([weak.statusCode, several.statusCode, no.statusCode]).toEqual([200, 200, 400])
      })

      test('by 20 clients who all saw the same version is made once', async () => {
        const { id } = await booked()

        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, room) => change(id, { location: `Room ${room}` }, { 'if-match': '"v0"' })),
        )

        const statuses = answers.map(({ statusCode }) => statusCode).toSorted()
        expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 412)])
      })

      test('that is wrong is refused with its place', async () => {
        const { id } = await booked()

        const answer = await change(id, { timezone: 'Mars/Olympus', end: 'late', organizer: 'eve@example.com' })
        const later = await change(id, { timezone: 'Mars/Olympus', end: 'late' })

        expect(answer.json().detail).toMatchObject([{ loc: ['body', 'organizer'] }])
        expect(later.statusCode).toBe(400)
        expect(later.json().detail).toMatchObject([{ loc: ['body', 'timezone'] }, { loc: ['body', 'end'] }])
      })
    })

    describe('a cancellation', () => {
      test('frees the time of all at once, and can be asked for again', async () => {
        const { id, at } = await booked({ attendees: ['bob@example.com'] })

        const cancelled = await cancel(id)
        const again = await cancel(id, { 'if-match': '"v0"' })

        expect([cancelled.statusCode, again.statusCode]).toEqual([204, 204])
        expect((await get(id)).json()).toMatchObject({ status: 'cancelled', sequence: 1 })
        const anew = await book({ organizer: 'bob@example.com', attendees: ['ada@example.com'], start: at('09:00') })
        expect(anew.statusCode).toBe(201)
      })

      test('is for good: no change and no reply is taken after it', async () => {
        const { id } = await booked({ attendees: ['bob@example.com'] })
        await cancel(id)

        const changed = await change(id, { title: 'Again' })
        const replied = await answerOf(id, 'bob@example.com', 'accepted')

        expect(changed.json().detail).toMatchObject([{ loc: ['path', 'id'], type: 'meeting_cancelled' }])
        expect([changed.statusCode, replied.statusCode]).toEqual([409, 409])
      })

      test('of another sequence is refused', async () => {
        const { id } = await booked()

        const refused = await cancel(id, { 'if-match': '"v7"' })

        expect(refused.statusCode).toBe(412)
        expect((await get(id)).json().status).toBe('confirmed')
      })
    })

    describe('a reply', () => {
      test.each(['accepted', 'tentative', 'declined'])('%s is kept, and changes no sequence', async (status) => {
        const { id } = await booked({ attendees: ['bob@example.com', 'eve@example.com'] })

        const replied = await answerOf(id, 'eve@example.com', status)

        expect(replied.statusCode).toBe(200)
        expect(replied.headers.etag).toBe('"v1"')
        expect(repliesOf((await get(id)).json())).toEqual({ 'bob@example.com': 'needs_action', 'eve@example.com': status })
      })

      test('that declines frees the time of that person alone, and the meeting is still theirs to see', async () => {
        const { id, at } = await booked({ attendees: ['bob@example.com'] })

        await answerOf(id, 'bob@example.com', 'declined')

        const listed = await list({ user: 'bob@example.com', from: at('00:00'), to: at('23:00') })
        expect(listed.json().meetings).toHaveLength(1)
        expect((await book({ organizer: 'bob@example.com', start: at('09:00') })).statusCode).toBe(201)
        expect((await book({ organizer: 'ada@example.com', start: at('09:00') })).statusCode).toBe(409)
      })

      test('that accepts after declining is refused where the time is taken by now, and the reply stays', async () => {
        const { id, at } = await booked({ attendees: ['bob@example.com'] })
        await answerOf(id, 'bob@example.com', 'declined')
        const other = (await book({ organizer: 'bob@example.com', start: at('09:30') })).json()

        const refused = await answerOf(id, 'bob@example.com', 'accepted')
        const repliesThen = repliesOf((await get(id)).json())
        await cancel(other.id)
        const accepted = await answerOf(id, 'bob@example.com', 'accepted')

        expect(refused.statusCode).toBe(409)
        expect(refused.json().detail).toMatchObject([{ loc: ['body', 'status'], type: 'time_taken' }])
        expect(repliesThen).toEqual({ 'bob@example.com': 'declined' })
        expect(accepted.statusCode).toBe(200)
      })

      test('counts only with a token of this meeting and of one who attends it', async () => {
        const { id } = await booked({ attendees: ['bob@example.com'] })
        const other = await booked({ attendees: ['bob@example.com'] })
        const own = replyTokenOf(secret, id, 'bob@example.com')
        const tokens = [
          replyTokenOf(secret, other.id, 'bob@example.com'),
          replyTokenOf(secret, id, 'ada@example.com'),
          replyTokenOf(secret, id, 'eve@example.com'),
          replyTokenOf('guessed', id, 'bob@example.com'),
          `${own}x`,
          own.slice(1),
          '',
        ]

        const answers = await Promise.all(tokens.map((token) => reply(id, token, 'declined')))

        expect(answers.map(({ statusCode }) => statusCode)).toEqual(tokens.map(() => 403))
        expect(answers[0]?.json().detail).toMatchObject([{ loc: ['body', 'token'], type: 'reply_token_invalid' }])
        expect(repliesOf((await get(id)).json())).toEqual({ 'bob@example.com': 'needs_action' })
      })
    })
  })
}
