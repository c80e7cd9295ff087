import { removalsOf } from '@w2meet/postgres'
import { startSweep } from '@w2meet/service-kit'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { HOUR_MS, type MailBench, meetingAt, NOON_MS, openMailBench } from '../support/mail-bench.ts'
import { meetingsApi } from '../support/meetings-api.ts'
import { KEPT_DAYS, type OpenUserService, silent } from '../support/open-user-service.ts'

const DAY_MS = 24 * HOUR_MS

/** What is removed when it is old, by a sweep whose clock is set. */
export function describeRetention(name: string, open: () => Promise<OpenUserService>): void {
  describe(name, () => {
    let service: OpenUserService
    let bench: MailBench
    beforeAll(async () => {
      service = await open()
    })
    beforeEach(async () => {
      bench = await openMailBench(service)
      await service.database.pool.query('truncate meetings cascade')
    })
    afterAll(() => service.close())
    const { book, cancel, get, list } = meetingsApi(() => service)

    function sweepAt(nowMs: number): void {
      const sweep = startSweep({ removals: removalsOf(service.app.domains), clock: { nowMs: () => nowMs }, log: silent })
      onTestFinished(() => sweep.close())
    }
    const count = async (table: string) => {
      const { rows } = await service.database.pool.query<{ count: number }>(`select count(*)::int from ${table}`)
      return rows[0]!.count
    }
    const idOf = async (booking: ReturnType<typeof book>) => (await booking).json().id as string
    const statusOf = async (id: string) => (await get(id)).statusCode

    test('what was told of a meeting is removed 30 days after its end, however much it is, and what was told of later ones stays', async () => {
      const attendees = Array.from({ length: 150 }, (_, index) => ({
        email: `many-${index}@example.com`,
        optional: false,
        reply: 'needs_action' as const,
      }))
      const meeting = meetingAt(undefined, { attendees: attendees as unknown as ReturnType<typeof meetingAt>['attendees'] })
      await bench.announce('confirmed', meeting)
      const later = meetingAt(NOON_MS + 72 * HOUR_MS)
      await bench.announce('confirmed', later)
      const told = async () => [...new Set((await bench.rows()).map(({ meeting_id }) => meeting_id))]
      expect([await told(), (await bench.rows()).length]).toEqual([[meeting.id, later.id], 3 * 151 + 3 * 3])

      sweepAt(Date.parse(meeting.end) + KEPT_DAYS.mails * DAY_MS + 1)

      await expect.poll(() => count('announcements'), { timeout: 10_000 }).toBe(1)
      expect(await told()).toEqual([later.id])
    })

    test('meetings are removed so many days after their end, cancelled ones too, with who took part; later ones stay', async () => {
      const ended = Array.from({ length: 45 }, (_, index) =>
        idOf(book({ organizer: `o-${index}@example.com`, attendees: ['ada@example.com'].slice(index) })),
      )
      const old = await Promise.all(ended)
      await cancel(old[1]!)
      const later = await idOf(book({ organizer: 'ada@example.com', start: '2031-03-03T12:00:00Z' }))

      sweepAt(Date.parse('2031-03-03T10:00:00Z') + KEPT_DAYS.meetings * DAY_MS + 1)

      await expect.poll(() => count('meetings'), { timeout: 10_000 }).toBe(1)
      expect(await Promise.all([old[0]!, old[1]!, later].map(statusOf))).toEqual([404, 404, 200])
      expect(await count('attendances')).toBe(1)
      const found = await list({ user: 'ada@example.com', from: '2031-03-01T00:00:00Z' })
      expect(found.json().meetings.map(({ id }: { id: string }) => id)).toEqual([later])
    })

    test('several sweeps at once remove each meeting once', async () => {
      await Promise.all(Array.from({ length: 30 }, (_, index) => book({ organizer: `p-${index}@example.com` })))
      const { meetings } = removalsOf(service.app.domains)
      const nowMs = Date.parse('2041-01-01T00:00:00Z')

      const removed = await Promise.all(Array.from({ length: 8 }, () => meetings!(nowMs)))

      expect(removed.reduce((sum, one) => sum + one, 0) + (await count('meetings'))).toBe(30)
    })
  })
}
