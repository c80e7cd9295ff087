import type { Meeting, Reply } from '@w2meet/contract'
import { inTransaction } from '@w2meet/postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { attendee } from '../../../../tests/support/attendee.ts'
import { createForget, ERASED_EMAIL } from '../../src/mails/forget.ts'
import {
  cancelled,
  HOUR_MS,
  type MailBench,
  MINUTE_MS,
  meetingAt,
  NOON_MS,
  openMailBench,
  replied,
  rescheduled,
} from '../support/mail-bench.ts'
import type { OpenUserService } from '../support/open-user-service.ts'

const LEASE_MS = 60_000
const ADA = 'ada@example.com'

export function describeMails(name: string, open: () => Promise<OpenUserService>): void {
  describe(name, () => {
    let service: OpenUserService
    let bench: MailBench
    beforeAll(async () => {
      service = await open()
    })
    beforeEach(async () => {
      bench = await openMailBench(service)
    })
    afterAll(() => service.close())

    const stateOf = async (id: string) => (await bench.claim(id)).state

    test('who declines is not reminded, which keeps no later mail back, and who comes after all is reminded', async () => {
      const meeting = meetingAt()
      await bench.announce('confirmed', meeting)
      for (const { id } of (await bench.rows()).filter(({ kind }) => kind === 'confirmed')) {
        await bench.claim(id)
        await bench.finish(id, 'sent')
      }
      const [day, hour] = [await bench.idOf('reminder', ADA, 1440), await bench.idOf('reminder', ADA, 60)]
      const replies = (reply: 'accepted' | 'declined') => bench.announceReply(replied(meeting, ADA, reply), ADA, reply)

      await replies('declined')
      bench.clock.ms += 25 * HOUR_MS
      const declined = await stateOf(day)
      await replies('accepted')
      bench.clock.ms += 22 * HOUR_MS + 1
      const coming = [await stateOf(day), await stateOf(hour)]
      await bench.finish(hour, 'sent')
      await bench.announce('cancelled', cancelled(meeting))
      const later = await stateOf(await bench.idOf('cancelled', ADA))

      expect([declined, ...coming, later]).toEqual(['sent', 'sent', 'claimed', 'claimed'])
    })

    test('who declined, and accepts after the others changed the meeting, is reminded', async () => {
      const meeting = meetingAt()
      await bench.announce('confirmed', meeting, [])
      const declined = replied(meeting, ADA, 'declined')
      await bench.announceReply(declined, ADA, 'declined')
      const changed = { ...declined, title: 'New words', sequence: 1 }
      await bench.announce('rescheduled', changed, [])
      const without = await bench.rows()

      const accepted = replied(changed, ADA, 'accepted')
      await bench.announceReply(accepted, ADA, 'accepted')
      bench.changed.set(meeting.id, accepted)
      bench.clock.ms += 24 * HOUR_MS

      const toAda = without.filter(({ recipient, expires_at }) => recipient === ADA && expires_at > new Date(bench.clock.ms))
      expect(toAda).toEqual([])
      expect(await bench.claim(await bench.idOf('reminder', ADA, 1440))).toMatchObject({
        state: 'claimed',
        mail: { meeting: { title: 'New words' } },
      })
    })

    describe('of replies', () => {
      const ORGANIZER = 'olga@example.com'
      const BOB = 'bob@example.com'
      const toOrganizer = async () => (await bench.rows()).filter(({ kind }) => kind === 'replied')
      /** Replies one after the other; the meeting is then as the last leaves it. */
      async function reply(meeting: Meeting, ...replies: [email: string, Reply][]): Promise<Meeting> {
        let now = meeting
        for (const [email, status] of replies) {
          now = replied(now, email, status)
          bench.changed.set(now.id, now)
          await bench.announceReply(now, email, status)
        }
        return now
      }

      test('the organizer hears of the first at once, and of those of the next ten minutes together', async () => {
        const meeting = await reply(meetingAt(), [ADA, 'tentative'])
        const first = await bench.claim((await toOrganizer())[0]!.id)
        await bench.finish((await toOrganizer())[0]!.id, 'sent')

        bench.clock.ms += MINUTE_MS
        const later = await reply(meeting, [ADA, 'accepted'])
        bench.clock.ms += MINUTE_MS
        const last = await reply(later, [BOB, 'accepted'], [BOB, 'declined'])
        const [, second, ...none] = await toOrganizer()

        expect(first).toMatchObject({
          state: 'claimed',
          mail: { kind: 'replied', meeting, recipient: { email: ORGANIZER }, replied: [{ email: ADA, reply: 'tentative' }] },
        })
        expect([second!.due_at, none]).toEqual([new Date(NOON_MS + 10 * MINUTE_MS), []])
        bench.clock.ms = NOON_MS + 10 * MINUTE_MS
        expect(await bench.claim(second!.id)).toMatchObject({
          state: 'claimed',
          mail: {
            meeting: last,
            replied: [
              { email: ADA, reply: 'accepted' },
              { email: BOB, reply: 'declined' },
            ],
          },
        })
      })

      test('one that comes while a mail about others is in hand is told in the next', async () => {
        const meeting = await reply(meetingAt(), [ADA, 'accepted'])
        await bench.claim((await toOrganizer())[0]!.id)

        await reply(meeting, [BOB, 'accepted'])

        expect((await toOrganizer()).map(({ replies }) => replies)).toEqual([{ [ADA]: 'accepted' }, { [BOB]: 'accepted' }])
      })

      test('one that does not hold any more is told to nobody, and the next one is', async () => {
        const meeting = await reply(meetingAt(), [ADA, 'accepted'])
        bench.changed.set(meeting.id, { ...meetingAt(), id: meeting.id, sequence: 1 })
        const [mail] = await toOrganizer()

        const moved = await bench.claim(mail!.id)
        const again = await bench.claim(mail!.id)
        await reply(meeting, [BOB, 'accepted'])

        expect([moved, again]).toEqual([{ state: 'sent' }, { state: 'sent' }])
        const next = (await toOrganizer()).at(-1)!
        bench.clock.ms += 10 * MINUTE_MS
        expect(await bench.claim(next.id)).toMatchObject({ state: 'claimed' })
        expect((await bench.jobs()).map(({ reference }) => reference)).not.toContain(mail!.id)
      })

      test('those of a person who is erased are forgotten, those of others are told', async () => {
        const both = await reply(meetingAt(), [ADA, 'accepted'], [BOB, 'declined'])
        await reply(meetingAt(NOON_MS + 72 * HOUR_MS), [ADA, 'declined'])

        await inTransaction(service.database, (transaction) =>
          createForget({ outbox: bench.outbox })(transaction, ADA, { caseId: 'case-1', nowMs: bench.clock.ms }),
        )

        expect(await toOrganizer()).toMatchObject([{ meeting_id: both.id, replies: { [BOB]: 'declined' } }])
      })
    })

    test('a reminder has the meeting as it is then, and an invitation as it was', async () => {
      const meeting = meetingAt()
      await bench.announce('confirmed', meeting)
      const attendees = [attendee(ADA, { reply: 'tentative' }), meeting.attendees[1]!]
      const now = { ...meeting, title: 'New words', attendees, version: 2 }
      bench.changed.set(meeting.id, now)

      const invitation = await bench.claim(await bench.idOf('confirmed', 'bob@example.com'))
      await bench.finish(await bench.idOf('confirmed', 'bob@example.com'), 'sent')
      bench.clock.ms += 24 * HOUR_MS
      const reminder = await bench.claim(await bench.idOf('reminder', 'bob@example.com', 1440))

      expect(invitation).toMatchObject({ state: 'claimed', mail: { meeting: { title: meeting.title, version: 0 } } })
      expect(reminder).toMatchObject({ state: 'claimed', mail: { kind: 'reminder', meeting: now } })
    })

    test('of fifty that claim a mail at once one gets it, and the others are to wait', async () => {
      await bench.announce('confirmed', meetingAt())
      const id = await bench.idOf('confirmed', ADA)

      const states = await Promise.all(Array.from({ length: 50 }, () => stateOf(id)))

      expect(states.toSorted()).toEqual(['claimed', ...Array.from({ length: 49 }, () => 'wait')])
    })

    test('a claimed mail says what its reader needs: their name and zone, and a token to reply by', async () => {
      const payload = { email: ADA, name: 'Ada', timezone: 'Asia/Kolkata', availabilities: {} }
      await service.app.inject({ method: 'POST', url: '/users', payload })
      const meeting = meetingAt()
      await bench.announce('confirmed', meeting)
      const [toAda, toBob, toOlga] = [
        await bench.idOf('confirmed', ADA),
        await bench.idOf('confirmed', 'bob@example.com'),
        await bench.idOf('confirmed', 'olga@example.com'),
      ]

      const claims = await Promise.all([bench.claim(toAda), bench.claim(toBob), bench.claim(toOlga)])

      const mail = { kind: 'confirmed', meeting, replied: [] }
      expect(claims).toEqual([
        {
          state: 'claimed',
          mail: {
            ...mail,
            id: toAda,
            recipient: { email: ADA, name: 'Ada', timezone: 'Asia/Kolkata' },
            reply_token: `token of ${ADA} for ${meeting.id}`,
          },
        },
        {
          state: 'claimed',
          mail: {
            ...mail,
            id: toBob,
            recipient: { email: 'bob@example.com', name: null, timezone: 'Europe/Paris' },
            reply_token: `token of bob@example.com for ${meeting.id}`,
          },
        },
        {
          state: 'claimed',
          mail: {
            ...mail,
            id: toOlga,
            recipient: { email: 'olga@example.com', name: null, timezone: 'Europe/Paris' },
            reply_token: null,
          },
        },
      ])
    })

    test('a claim holds for a minute; then the mail may be claimed again', async () => {
      await bench.announce('confirmed', meetingAt())
      const id = await bench.idOf('confirmed', ADA)
      await bench.claim(id)

      bench.clock.ms += LEASE_MS - 1
      const within = await stateOf(id)
      bench.clock.ms += 1
      const after = await Promise.all(Array.from({ length: 10 }, () => stateOf(id)))

      expect(within).toBe('wait')
      expect(after.filter((state) => state === 'claimed')).toHaveLength(1)
    })

    test('a mail that was given back can be claimed at once; one that was sent, never again', async () => {
      await bench.announce('confirmed', meetingAt())
      const ids = [await bench.idOf('confirmed', ADA), await bench.idOf('confirmed', 'bob@example.com')] as const
      await Promise.all(ids.map(bench.claim))

      await bench.finish(ids[0], 'released')
      const again = await stateOf(ids[0])
      await bench.finish(ids[0], 'sent')
      await bench.finish(ids[1], 'refused')
      // Somebody whose claim had lapsed comes late.
      await bench.finish(ids[0], 'released')

      bench.clock.ms += LEASE_MS
      expect(again).toBe('claimed')
      expect([await stateOf(ids[0]), await stateOf(ids[1])]).toEqual(['sent', 'claimed'])
    })

    describe('a refused mail', () => {
      const overOf = async (...ids: string[]) => {
        const answer = await service.app.inject({ method: 'POST', url: '/internal/mails/over', payload: { ids } })
        return Object.fromEntries(answer.json().over.map(({ id, reason }: { id: string; reason: string }) => [id, reason]))
      }

      test('is sent once its job comes again, unless its reader was written something later', async () => {
        const meeting = meetingAt()
        await bench.announce('confirmed', meeting)
        const id = await bench.idOf('confirmed', ADA)
        await bench.claim(id)
        await bench.finish(id, 'refused')
        const before = await overOf(id)

        const again = await stateOf(id)
        await bench.finish(id, 'refused')
        await bench.announce('rescheduled', rescheduled(meeting, NOON_MS + 72 * HOUR_MS))

        expect([before, again, await stateOf(id)]).toEqual([{}, 'claimed', 'sent'])
        expect(await overOf(id)).toEqual({ [id]: 'its reader was sent a later mail about the meeting' })
      })

      test('and one that is held say that their reader was not told, and one that is sent that they were', async () => {
        const meeting = meetingAt()
        await bench.announce('confirmed', meeting)
        const id = await bench.idOf('confirmed', ADA)
        for (const outcome of ['released', 'held', 'refused', 'sent'] as const) {
          await bench.claim(id)
          await bench.finish(id, outcome)
        }

        expect(bench.toldNoted).toEqual([
          [meeting.id, ADA, false],
          [meeting.id, ADA, false],
          [meeting.id, ADA, true],
        ])
      })

      test('is not made a told one by the outcome of an earlier mail that comes once more, or late', async () => {
        const post = async (url: string, payload: object) => (await service.app.inject({ method: 'POST', url, payload })).json()
        const meeting = { organizer: ADA, attendees: ['bob@example.com'], title: 'Plans', duration_minutes: 60 }
        const { id } = await post('/meetings', { ...meeting, start: '2031-03-03T09:00:00Z' })
        const mailOf = async (kind: string) => bench.idOf(kind, 'bob@example.com')
        const deliver = async (kind: string, ...outcomes: string[]) => {
          const url = `/internal/mails/${await mailOf(kind)}`
          await service.app.inject({ method: 'POST', url: `${url}/claim` })
          for (const outcome of outcomes) {
            await service.app.inject({ method: 'POST', url: `${url}/finish`, payload: { outcome } })
          }
        }
        const told = async () => (await service.app.inject(`/meetings/${id}`)).json().attendees[0].told

        await deliver('confirmed', 'sent')
        // Somebody else's, whose claim had lapsed.
        await deliver('confirmed', 'held')
        const afterLate = await told()
        await service.app.inject({ method: 'PATCH', url: `/meetings/${id}`, payload: { title: 'Other plans' } })
        await deliver('rescheduled', 'refused')
        const afterRefused = await told()
        // By a worker that had not heard that user-service knew.
        await deliver('confirmed', 'sent')

        expect([afterLate, afterRefused, await told()]).toEqual([true, false, false])
      })

      test('that invites is not sent once its meeting is over, which a retry says; one that cancels is', async () => {
        const meeting = meetingAt()
        await bench.announce('confirmed', meeting)
        await bench.announce('cancelled', cancelled(meeting), ['bob@example.com'])
        const [invitation, cancellation] = [await bench.idOf('confirmed', ADA), await bench.idOf('cancelled', 'bob@example.com')]
        await bench.claim(invitation)
        await bench.finish(invitation, 'held')

        bench.clock.ms = Date.parse(meeting.end)

        expect([await stateOf(invitation), await stateOf(cancellation)]).toEqual(['sent', 'claimed'])
        await service.database.pool.query(`update mails set expires_at = now() - interval '1 hour' where id = '${invitation}'`)
        const reason = 'the mail came too late: its meeting has begun or is over, or was changed'
        expect(await overOf(invitation)).toEqual({ [invitation]: reason })
      })

      test('of a mail that would not be sent again the reason is told', async () => {
        await bench.announce('confirmed', meetingAt())
        const [sent, written] = [await bench.idOf('confirmed', ADA), await bench.idOf('confirmed', 'bob@example.com')]
        const reminder = await bench.idOf('reminder', ADA, 60)
        await bench.claim(sent)
        await bench.finish(sent, 'sent')
        await service.database.pool.query(`update mails set expires_at = now() - interval '1 hour' where id = '${reminder}'`)

        const over = await overOf(sent, written, reminder, 'unknown')

        expect(over).toEqual({
          [sent]: 'the mail was sent',
          [reminder]: 'the mail came too late: its meeting has begun or is over, or was changed',
          unknown: 'the mail is not kept any more: its meeting is over, or its reader is gone',
        })
      })
    })

    test.each(['sent', 'refused'] as const)(
      'a cancellation waits until its invitation is %s, also where that is late',
      async (outcome) => {
        const meeting = meetingAt()
        await bench.announce('confirmed', meeting)
        await bench.announce('cancelled', cancelled(meeting))
        const [request, cancel] = [await bench.idOf('confirmed', ADA), await bench.idOf('cancelled', ADA)]
        const states = [await stateOf(cancel)]

        await bench.claim(request)
        states.push(await stateOf(cancel))
        bench.clock.ms += LEASE_MS
        states.push(await stateOf(cancel))
        await bench.finish(request, 'released')
        states.push(await stateOf(cancel))
        await bench.finish(request, outcome)
        states.push(await stateOf(cancel))

        expect(states).toEqual(['wait', 'wait', 'wait', 'wait', 'claimed'])
      },
    )

    test('a cancellation does not wait for reminders, but for one that is in hand', async () => {
      const meeting = meetingAt(NOON_MS + 48 * HOUR_MS)
      await bench.announce('confirmed', meeting, [])
      bench.clock.ms = NOON_MS + 24 * HOUR_MS
      await bench.claim(await bench.idOf('reminder', ADA, 1440))
      await bench.announce('cancelled', cancelled(meeting))

      const states = [await stateOf(await bench.idOf('cancelled', 'bob@example.com'))]
      states.push(await stateOf(await bench.idOf('cancelled', ADA)))
      bench.clock.ms += LEASE_MS
      states.push(await stateOf(await bench.idOf('cancelled', ADA)))

      expect(states).toEqual(['claimed', 'wait', 'claimed'])
      expect(await stateOf(await bench.idOf('reminder', ADA, 1440))).toBe('sent')
    })

    test('nobody is mailed twice about one change, however often it is announced', async () => {
      const meeting = meetingAt()
      await bench.announce('confirmed', meeting)
      const once = await bench.rows()

      await bench.announce('confirmed', meeting)

      expect((await bench.rows()).map(({ id }) => id)).toEqual(once.map(({ id }) => id))
    })

    test('a mail that is not known, or whose meeting has begun where it was a reminder, is not to be sent', async () => {
      await bench.announce('confirmed', meetingAt())
      const reminder = await bench.idOf('reminder', ADA, 60)
      bench.clock.ms = NOON_MS + 48 * HOUR_MS

      const states = await Promise.all([reminder, crypto.randomUUID(), 'no-uuid'].map(stateOf))

      expect(states).toEqual(['sent', 'sent', 'sent'])
    })

    test('the worker claims and finishes by the routes', async () => {
      const meeting = meetingAt()
      await bench.announce('confirmed', meeting)
      const id = await bench.idOf('confirmed', meeting.organizer)
      const post = (path: string, payload?: object) =>
        service.app.inject({ method: 'POST', url: `/internal/mails/${id}/${path}`, ...(payload && { payload }) })

      const claim = await post('claim')
      const wrong = await post('finish', { outcome: 'lost' })
      const finish = await post('finish', { outcome: 'sent' })

      expect(claim.json()).toMatchObject({ state: 'claimed', mail: { id, meeting } })
      expect(wrong.statusCode).toBe(400)
      expect(finish.statusCode).toBe(204)
      expect((await post('claim')).json()).toEqual({ state: 'sent' })
    })

    test('of a person who is erased nothing stays: no mail to them, and no mail that names them', async () => {
      const invited = meetingAt()
      const organized = meetingAt(NOON_MS + 96 * HOUR_MS, {
        organizer: ADA,
        attendees: [attendee('bob@example.com')],
      })
      const alone = meetingAt(NOON_MS + 120 * HOUR_MS, { organizer: ADA, attendees: [] })
      for (const meeting of [invited, organized, alone]) await bench.announce('confirmed', meeting)
      await bench.announce('cancelled', cancelled(organized))

      const forgotten = await inTransaction(service.database, (transaction) =>
        createForget({ outbox: bench.outbox })(transaction, ADA, { caseId: 'case-1', nowMs: bench.clock.ms }),
      )

      expect(forgotten.erased).toBeGreaterThan(0)
      const { rows: announcements } = await service.database.pool.query<{ meeting: unknown }>('select * from announcements')
      const kept = JSON.stringify([announcements, await bench.rows()])
      expect(kept).not.toContain(ADA)
      expect(kept).not.toContain(alone.id)
      await bench.finish(await bench.idOf('confirmed', 'bob@example.com'), 'sent')
      expect(await bench.claim(await bench.idOf('cancelled', 'bob@example.com'))).toMatchObject({
        state: 'claimed',
        mail: { kind: 'cancelled', meeting: { organizer: ERASED_EMAIL, attendees: [{ email: 'bob@example.com' }] } },
      })
      expect(await bench.claim(await bench.idOf('confirmed', 'olga@example.com'))).toMatchObject({
        mail: { meeting: { attendees: [{ email: 'bob@example.com' }] } },
      })
    })
  })
}
