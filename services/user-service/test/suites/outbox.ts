import { problem } from '@w2meet/contract'
import { inTransaction } from '@w2meet/postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { attendee } from '../../../../tests/support/attendee.ts'
import {
  cancelled,
  HOUR_MS,
  type MailBench,
  MINUTE_MS,
  meetingAt,
  NOON_MS,
  openMailBench,
  rescheduled,
} from '../support/mail-bench.ts'
import type { OpenUserService } from '../support/open-user-service.ts'
import { describeErasures } from './erasures.ts'
import { describeMailTurns } from './mail-turns.ts'

/** What a relay that died may have had in hand. */
const IN_HAND_MS = 10_000

export function describeOutbox(name: string, open: () => Promise<OpenUserService>): void {
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

    describeMailTurns(() => bench)
    describeErasures({ service: () => service, bench: () => bench })

    test('mails commit with the change, and are not there when it is rolled back', async () => {
      const meeting = meetingAt()

      const change = inTransaction(service.database, async (transaction) => {
        await bench.announceIn(transaction, 'confirmed', meeting, ['ada@example.com'])
        throw problem('meeting_cancelled', {})
      })

      await expect(change).rejects.toThrow('The meeting is cancelled')
      expect(await bench.rows()).toEqual([])
      await bench.announce('confirmed', meeting, ['ada@example.com'])
      expect((await bench.rows()).filter(({ kind }) => kind === 'confirmed')).toHaveLength(1)
    })

    test('a commit has each mail published at once, as a job that names nobody', async () => {
      await bench.startRelay()
      const meeting = meetingAt()

      await bench.announce('confirmed', meeting)
      await bench.publishes(3)

      const ids = (await bench.rows()).filter(({ kind }) => kind === 'confirmed').map(({ id }) => id)
      const jobs = ids.map((reference) => ({ id: expect.any(String), caseId: 'case-0', body: { reference } }))
      expect(bench.published).toEqual(jobs)
    })

    test('what was committed while no relay ran is published in order when one starts', async () => {
      const first = meetingAt()
      const second = rescheduled(first, NOON_MS + 72 * HOUR_MS)
      await bench.announce('confirmed', first, ['ada@example.com', 'bob@example.com'])
      await bench.announce('rescheduled', second, ['ada@example.com', 'bob@example.com'])
      await bench.announce('cancelled', cancelled(second), ['ada@example.com', 'bob@example.com'])

      await bench.startRelay({ publish: bench.sending })
      await bench.publishes(6)

      expect(await bench.told()).toEqual([
        'confirmed ada@example.com 0',
        'confirmed bob@example.com 0',
        'rescheduled ada@example.com 1',
        'rescheduled bob@example.com 1',
        'cancelled ada@example.com 2',
        'cancelled bob@example.com 2',
      ])
    })

    test('two relays at once publish each of 300 mails once, those to one person about one meeting in order', async () => {
      const another = service.openAnother()
      const publish = bench.sending
      await Promise.all([bench.startRelay({ publish }), bench.startRelay({ publish, database: another.database })])
      const meetings = Array.from({ length: 50 }, () => meetingAt())

      await Promise.all(meetings.map((meeting) => bench.announce('confirmed', meeting)))
      await Promise.all(meetings.map((meeting) => bench.announce('cancelled', cancelled(meeting))))
      await bench.publishes(300)

      const rows = new Map((await bench.rows()).map((row) => [row.id, row]))
      const perPerson = Map.groupBy(bench.publishedIds(), (id) => `${rows.get(id)?.meeting_id} ${rows.get(id)?.recipient}`)
      const orders = [...perPerson.values()].map((ids) => ids.map((id) => rows.get(id)?.kind).join())
      expect(new Set(bench.publishedIds()).size).toBe(300)
      expect([...new Set(orders)]).toEqual(['confirmed,cancelled'])
      await another.close()
    })

    test('a relay that died with mails in hand, before it published them or after, is followed by another ten seconds later', async () => {
      const first = meetingAt()
      await bench.announce('confirmed', first, ['ada@example.com', 'bob@example.com'])
      const [before, after] = await bench.take(NOON_MS)
      await bench.publish('mail', { id: 'job', caseId: 'case-0', body: { reference: after! } })
      await bench.announce('cancelled', cancelled(first), ['ada@example.com', 'bob@example.com'])

      const relay = await bench.startRelay({ publish: bench.sending })
      bench.clock.ms += IN_HAND_MS
      relay.wake()
      await bench.publishes(5)

      expect(bench.publishedIds().filter((id) => id === before)).toHaveLength(1)
      expect(bench.publishedIds().filter((id) => id === after)).toHaveLength(2)
      expect((await bench.told()).slice(-2)).toEqual(['cancelled ada@example.com 1', 'cancelled bob@example.com 1'])
    })

    test('a mail whose job was quicker than the note of it stays as it is', async () => {
      await bench.announce('confirmed', meetingAt(), ['ada@example.com', 'bob@example.com'])
      const [sent, claimed] = await bench.take(NOON_MS)
      await bench.claim(sent!)
      await bench.finish(sent!, 'sent')
      await bench.claim(claimed!)

      await bench.notePublished([sent!, claimed!], NOON_MS)

      expect((await bench.claim(sent!)).state).toBe('sent')
      expect((await bench.claim(claimed!)).state).toBe('wait')
    })

    test('a job that nothing came of is published again after an hour, then after twice that; one that is done is not', async () => {
      const relay = await bench.startRelay()
      await bench.announce('confirmed', meetingAt(), ['ada@example.com', 'bob@example.com'])
      await bench.publishes(2)
      await bench.finish(await bench.idOf('confirmed', 'bob@example.com'), 'refused')
      const lost = await bench.idOf('confirmed', 'ada@example.com')
      const jobOf = async (id: string) => (await bench.jobs()).find((job) => job.reference === id)

      for (const [hours, times] of [
        [1, 3],
        [2, 4],
        [4, 5],
      ] as const) {
        await expect.poll(async () => (await jobOf(lost))?.publish_at).toEqual(new Date(NOON_MS + hours * HOUR_MS))
        bench.clock.ms = NOON_MS + hours * HOUR_MS - 1
        expect(await bench.take(bench.clock.ms)).toEqual([])
        bench.clock.ms++
        relay.wake()
        await bench.publishes(times)
      }

      expect(bench.publishedIds().slice(2)).toEqual([lost, lost, lost])
    })

    test('a reminder is published when it is due, by the clock alone', async () => {
      bench.clock.nowMs = Date.now
      await bench.startRelay()
      const meeting = meetingAt(Date.now() + HOUR_MS + 300)

      await bench.announce('confirmed', meeting, [])
      const announcedMs = Date.now()
      await bench.publishes(3)

      expect(Date.now() - announcedMs).toBeLessThan(5_000)
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(meeting.start) - HOUR_MS)
      expect(new Set(await bench.told())).toEqual(
        new Set(['reminder olga@example.com 0', 'reminder ada@example.com 0', 'reminder bob@example.com 0']),
      )
    })

    test('reminders come a day and an hour before the start, and follow the meeting', async () => {
      const relay = await bench.startRelay()
      const meeting = meetingAt(NOON_MS + 48 * HOUR_MS)
      const later = rescheduled(meeting, NOON_MS + 72 * HOUR_MS)
      await bench.announce('confirmed', meeting, [])
      await bench.announce('rescheduled', { ...later, attendees: [attendee('ada@example.com', { reply: 'accepted' })] }, [])
      const at = (hours: number) => {
        bench.clock.ms = NOON_MS + hours * HOUR_MS
        relay.wake()
      }

      const outdated = await bench.take(NOON_MS + 47.5 * HOUR_MS)
      at(48)
      await bench.publishes(2)
      for (const id of bench.publishedIds()) await bench.finish(id, 'sent')
      at(71)
      await bench.publishes(4)

      expect(outdated).toEqual([])
      expect(new Set(await bench.told())).toEqual(new Set(['reminder olga@example.com 1', 'reminder ada@example.com 1']))
    })

    test('a change is told to those who leave, stay and come in as many calls, and each who comes is reminded once', async () => {
      const before = meetingAt()
      const attendees = ['bob', 'cyd'].map((name) => attendee(`${name}@example.com`))
      const after = { ...rescheduled(before, NOON_MS + 72 * HOUR_MS), attendees }
      await bench.startRelay()

      await bench.announce('cancelled', after, ['ada@example.com'])
      await bench.announce('rescheduled', after, ['olga@example.com', 'bob@example.com'])
      await bench.announce('confirmed', after, ['cyd@example.com'])
      await bench.publishes(4)

      const claims = await Promise.all(bench.publishedIds().map((id) => bench.claim(id)))
      const reminded = (await bench.rows()).filter(({ minutes_before }) => minutes_before === 60)
      expect(claims.map(({ state }) => state)).toEqual(['claimed', 'claimed', 'claimed', 'claimed'])
      expect(reminded.map(({ recipient }) => recipient)).toEqual(['olga@example.com', 'bob@example.com', 'cyd@example.com'])
    })

    test('a cancelled meeting is not reminded of, nor one for which it is too late', async () => {
      const meeting = meetingAt(NOON_MS + 48 * HOUR_MS)
      const soon = meetingAt(NOON_MS + 30 * MINUTE_MS)
      await bench.announce('confirmed', meeting, [])
      await bench.announce('confirmed', soon, [])
      const reminder = await bench.idOf('reminder', 'ada@example.com', 60)

      await bench.announce('cancelled', cancelled(meeting), [])

      bench.clock.ms = NOON_MS + 47 * HOUR_MS
      expect(await bench.take(bench.clock.ms)).toEqual([])
      expect((await bench.rows()).filter(({ meeting_id }) => meeting_id === soon.id)).toEqual([])
      expect(await bench.claim(reminder)).toEqual({ state: 'sent' })
    })
  })
}
