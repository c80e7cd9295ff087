import { describe, expect, test } from 'vitest'
import { cancelled, HOUR_MS, type MailBench, MINUTE_MS, meetingAt, NOON_MS, rescheduled } from '../support/mail-bench.ts'

/** When the jobs of mails that wait, for others or for an end of a claim, are published. */
export function describeMailTurns(bench: () => MailBench): void {
  describe('turns', () => {
    test('the next mail to somebody about a meeting is published when the one before is sent or refused, and not sooner', async () => {
      await bench().startRelay()
      const meeting = meetingAt()
      const [moved, called] = [rescheduled(meeting, NOON_MS + 72 * HOUR_MS), cancelled(meeting)]
      for (const [kind, to] of [
        ['confirmed', meeting],
        ['rescheduled', moved],
        ['cancelled', called],
      ] as const) {
        await bench().announce(kind, { ...to, sequence: 0 }, ['ada@example.com'])
      }

      for (const [index, outcome] of (['sent', 'refused', 'sent'] as const).entries()) {
        await bench().publishes(index + 1)
        const id = bench().publishedIds()[index]!
        await bench().claim(id)
        expect(await bench().take(bench().clock.ms)).toEqual([])
        await bench().finish(id, outcome)
      }

      expect((await bench().told()).map((mail) => mail.split(' ')[0])).toEqual(['confirmed', 'rescheduled', 'cancelled'])
    })

    test('a mail whose claimer died is published again when the claim runs out, also where its job was quicker than the note of it', async () => {
      await bench().announce('confirmed', meetingAt(), ['ada@example.com', 'bob@example.com'])
      const [quick, other] = await bench().take(NOON_MS)
      await bench().claim(quick!)
      await bench().notePublished([quick!, other!], NOON_MS)
      await bench().claim(other!)

      const within = await bench().take(NOON_MS + MINUTE_MS - 1)
      const after = await bench().take(NOON_MS + MINUTE_MS)

      expect(within).toEqual([])
      expect(after).toEqual([quick, other])
    })

    test('a mail whose job came before its claim ran out, by another clock, is published again a second later', async () => {
      await bench().announce('confirmed', meetingAt(), ['ada@example.com'])
      const id = await bench().idOf('confirmed', 'ada@example.com')
      await bench().claim(id)
      bench().clock.ms += MINUTE_MS - 1
      await bench().take(NOON_MS + MINUTE_MS)
      await bench().notePublished([id], NOON_MS + MINUTE_MS)

      const { state } = await bench().claim(id)
      const within = await bench().take(bench().clock.ms + 999)
      const after = await bench().take(bench().clock.ms + 1_000)

      expect(state).toBe('wait')
      expect([within, after]).toEqual([[], [id]])
    })

    test('a mail that was given back after a failure is left to the retries of its job, for an hour', async () => {
      await bench().announce('confirmed', meetingAt(), ['ada@example.com'])
      const id = await bench().idOf('confirmed', 'ada@example.com')
      await bench().claim(id)
      await bench().finish(id, 'released')

      const within = await bench().take(NOON_MS + HOUR_MS - 1)
      const after = await bench().take(NOON_MS + HOUR_MS)

      expect([within, after]).toEqual([[], [id]])
    })
  })
}
