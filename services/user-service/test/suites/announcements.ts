import { createOutbox } from '@w2meet/postgres'
import { systemClock } from '@w2meet/service-kit'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { attendee } from '../../../../tests/support/attendee.ts'
import { createErasePerson } from '../../src/erasure/erase-person.ts'
import { createErasures } from '../../src/erasure/erasures.ts'
import { createIdempotencyDomain } from '../../src/idempotency/domain.ts'
import type { Announcement } from '../../src/mails/announce.ts'
import { createEraseMeetings } from '../../src/meetings/erase.ts'
import { createMeetings } from '../../src/meetings/meetings.ts'
import { readReplySecret, replyTokenOf } from '../../src/meetings/reply-tokens.ts'
import { drawVersion, removeUser } from '../../src/people/users.ts'
import { meetingsApi } from '../support/meetings-api.ts'
import type { OpenUserService } from '../support/open-user-service.ts'

const DAY_MS = 86_400_000

export function describeAnnouncements(service: () => OpenUserService): void {
  describe('announcements', () => {
    let meetings: ReturnType<typeof createMeetings>
    let erasePerson: ReturnType<typeof createErasePerson>
    let announced: Announcement[] = []
    let refuseAfter = Number.POSITIVE_INFINITY
    let days = 0
    beforeAll(async () => {
      const announce = async (_: unknown, announcement: Announcement) => {
        if (announced.length >= refuseAfter) throw new Error('the mails cannot be kept')
        announced.push(announcement)
      }
      const { database } = service()
      meetings = createMeetings({ database, announce, announceReply: async () => {} })
      const keys = createIdempotencyDomain({ database, clock: systemClock })
      const domains = [{ erase: createEraseMeetings({ announce }) }, { erase: removeUser }, keys]
      const { write: writeErasure } = createErasures({ database, outbox: createOutbox(database) })
      erasePerson = createErasePerson({ database, domains: () => domains, writeErasure, drawVersion })
    })
    beforeEach(() => {
      announced = []
      refuseAfter = Number.POSITIVE_INFINITY
    })
    const { get, list, register } = meetingsApi(service)

    const occasion = { caseId: 'case-7', nowMs: Date.UTC(2040, 0) }
    /** An hour on a day of its own; `a` and `b` attend. */
    async function booked(organizer = 'org@example.com', attendees = ['a@example.com', 'b@example.com'], startMs?: number) {
      const start = startMs ?? occasion.nowMs + ++days * DAY_MS
      const text = { optional: [], title: 'Review', description: null, location: null, timezone: 'UTC' }
      const content = { organizer, attendees, ...text, startMs: start, endMs: start + 3_600_000 }
      const { answer } = await meetings.book(content, { ...occasion, nowMs: Math.min(occasion.nowMs, start) })
      if ('busyEmails' in answer) throw new Error(`${answer.busyEmails} are busy`)
      return answer.meeting
    }
    const told = () => announced.map(({ kind, recipients, meeting }) => [kind, meeting.sequence, ...recipients])

    test('a booking is told to all, as the meeting is, under the Case-Id', async () => {
      const meeting = await booked()

      expect(announced).toEqual([
        { kind: 'confirmed', meeting, recipients: ['org@example.com', 'a@example.com', 'b@example.com'], ...occasion },
      ])
    })

    test('of a new text, time or place, all hear', async () => {
      const { id } = await booked()
      announced = []

      await meetings.change(id, { title: 'New', description: 'text' }, occasion)
      const moved = await meetings.change(id, { start: '2041-01-01T09:00:00Z' }, occasion)
      await meetings.change(id, { location: 'Room 2' }, occasion)

      expect(told()).toEqual([
        ['rescheduled', 1, 'org@example.com', 'a@example.com', 'b@example.com'],
        ['rescheduled', 2, 'org@example.com', 'a@example.com', 'b@example.com'],
        ['rescheduled', 3, 'org@example.com', 'a@example.com', 'b@example.com'],
      ])
      expect(announced[1]?.meeting).toEqual(moved)
    })

    test('of new people, those who left hear that it is cancelled for them, and those who came that it is confirmed', async () => {
      const { id } = await booked()
      announced = []

      await meetings.change(id, { attendees: ['b@example.com', 'c@example.com'] }, occasion)

      expect(told()).toEqual([
        ['cancelled', 1, 'a@example.com'],
        ['rescheduled', 1, 'org@example.com', 'b@example.com'],
        ['confirmed', 1, 'c@example.com'],
      ])
    })

    test('of a cancellation all hear, once; of a refusal and of a reply nobody', async () => {
      const { id, start } = await booked()
      announced = []

      await meetings.book(
        { ...(await meetings.get(id)), attendees: [], optional: [], startMs: Date.parse(start), endMs: Date.parse(start) + 1 },
        occasion,
      )
      const token = replyTokenOf(await readReplySecret(service().database.queries), id, 'a@example.com')
      await meetings.reply(id, { token, status: 'declined' }, occasion)
      await meetings.cancel(id, occasion)
      await meetings.cancel(id, occasion)

      expect(told()).toEqual([['cancelled', 1, 'org@example.com', 'a@example.com', 'b@example.com']])
      expect(announced[0]?.meeting.status).toBe('cancelled')
    })

    test('what cannot be announced does not happen', async () => {
      const meeting = await booked()
      refuseAfter = 0

      await expect(booked('unheard@example.com')).rejects.toThrow()
      await expect(meetings.change(meeting.id, { location: 'Room 2' }, occasion)).rejects.toThrow()
      await expect(meetings.cancel(meeting.id, occasion)).rejects.toThrow()

      expect((await get(meeting.id)).json()).toEqual(meeting)
      expect((await list({ user: 'unheard@example.com', from: '2040-01-01T00:00:00Z' })).json().meetings).toEqual([])
    })

    describe('an erasure', () => {
      test('cancels what the person organized, tells the others of what is to come, and frees their time', async () => {
        const organizer = 'erased@example.com'
        await register(organizer)
        const past = await booked(organizer, ['a@example.com'], occasion.nowMs - DAY_MS)
        const meeting = await booked(organizer)
        announced = []

        await erasePerson(organizer, occasion)

        expect(told()).toEqual([['cancelled', 1, 'a@example.com', 'b@example.com']])
        expect(announced[0]?.meeting).toMatchObject({ id: meeting.id, status: 'cancelled' })
        expect((await get(meeting.id)).statusCode).toBe(404)
        expect((await get(past.id)).statusCode).toBe(404)
        await expect(
          booked('other@example.com', ['a@example.com', 'b@example.com'], Date.parse(meeting.start)),
        ).resolves.toBeDefined()
      })

      test('takes the person out of the meetings of others', async () => {
        const meeting = await booked('org@example.com', ['goes@example.com', 'b@example.com'])
        announced = []

        const version = await erasePerson('goes@example.com', occasion)

        expect(version).toBeTypeOf('number')
        expect((await get(meeting.id)).json()).toMatchObject({
          attendees: [attendee('b@example.com')],
          status: 'confirmed',
          sequence: 1,
        })
        expect(told()).toEqual([['rescheduled', 1, 'org@example.com', 'b@example.com']])
      })

      test('tells nobody of what is over or cancelled, though it is changed', async () => {
        const people = ['past-goes@example.com', 'b@example.com']
        const past = await booked('org@example.com', people, occasion.nowMs - 2 * DAY_MS)
        const dropped = await booked('org@example.com', people)
        await meetings.cancel(dropped.id, occasion)
        announced = []

        await erasePerson('past-goes@example.com', occasion)

        expect(told()).toEqual([])
        expect((await get(past.id)).json()).toMatchObject({ attendees: [attendee('b@example.com')], sequence: 0, version: 1 })
        expect((await get(dropped.id)).json()).toMatchObject({ sequence: 1, version: 2 })
      })

      test('of somebody in many meetings is made in parts: one that is interrupted goes on where it stopped', async () => {
        const organizer = 'busy-organizer@example.com'
        const started = Array.from({ length: 50 }, () => booked(organizer, ['many@example.com']))
        const ids = (await Promise.all(started)).map(({ id }) => id)
        const left = async () => {
          const statuses = await Promise.all(ids.map(async (id) => (await get(id)).statusCode))
          return statuses.filter((status) => status === 200).length
        }
        announced = []

        refuseAfter = 27
        await expect(erasePerson(organizer, occasion)).rejects.toThrow()
        const interrupted = await left()
        const toldFirst = announced.splice(0).map(({ meeting }) => meeting.id)
        refuseAfter = Number.POSITIVE_INFINITY
        await erasePerson(organizer, occasion)

        expect(interrupted).toBe(25)
        expect(await left()).toBe(0)
        const toldInAll = new Set([...toldFirst.slice(0, 25), ...announced.map(({ meeting }) => meeting.id)])
        expect(toldInAll).toEqual(new Set(ids))
      })

      test('leaves the address in no table but that of who is to be forgotten elsewhere', async () => {
        const email = 'nowhere-to-be-found@example.com'
        await register(email)
        await booked(email)
        await booked('org@example.com', [email])
        const content = {
          optional: [],
          title: 'x',
          description: null,
          location: null,
          timezone: 'UTC',
          startMs: occasion.nowMs,
          endMs: occasion.nowMs + 1,
        }
        const keyed = { owner: '', key: 'erased', question: email, people: ['org@example.com', email] }
        await meetings.book({ organizer: 'org@example.com', attendees: [email], ...content }, occasion, keyed)
        const tables = await service().database.queries.introspection.getTables()

        await erasePerson(email, occasion)

        expect(tables.map(({ name }) => name)).toContain('attendances')
        for (const { name } of tables.filter((table) => table.name !== 'erasures')) {
          const { rows } = await service().database.pool.query(`select * from ${name}`)
          expect(JSON.stringify(rows)).not.toContain(email)
        }
      })

      test('of somebody of whom nothing is kept says so', async () => {
        const version = await erasePerson('stranger@example.com', occasion)

        expect(version).toBeUndefined()
      })
    })
  })
}
