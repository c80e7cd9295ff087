import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bitsOf,
  clockAt,
  clockAtMs,
  clocksIn,
  nextJump,
  paddedBits,
  slotAt,
  weekSlotOf,
  zonedHorizons,
  zones,
} from '../test/support/wall-clock.ts'
import { epochMsOfSlot, instantTextOfSlot } from './horizon.ts'
import { horizonOfWeek, isoWeekAt } from './iso-week.ts'
import { dayAt, epochMsOfLocal, slotOfWeekSlot, stepStarts } from './local-time.ts'
import { DAYS } from './week.ts'

const MINUTE_MS = 60_000
const slotOf2020to2039 = fc.integer({ min: slotAt('2020-01-01T00:00Z'), max: slotAt('2040-01-01T00:00Z') })

/** What a clock shows, as if it were UTC: comparable, and a minute is a minute. */
const shownMs = (clock: Temporal.ZonedDateTime) => clock.toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds

/**
 * Reads the clock each minute of the hours around an instant until it shows the time. Where none does, the clock that was
 * last before the time is taken to have gone on.
 */
function oracle(time: Temporal.PlainDateTime, timezone: string, around: number): number {
  const wanted = shownMs(time.toZonedDateTime('UTC'))
  let before = around - 10 * 60 * MINUTE_MS
  for (let ms = before; ms < around + 10 * 60 * MINUTE_MS; ms += MINUTE_MS) {
    const shown = shownMs(clockAtMs(ms, timezone))
    if (shown === wanted) return ms
    if (shown > wanted) break
    before = ms
  }
  return before + wanted - shownMs(clockAtMs(before, timezone))
}

test('a time is the first instant whose clock shows it, and a skipped one goes on from the clock before the gap', () => {
  fc.assert(
    fc.property(zones, slotOf2020to2039, fc.integer({ min: -240, max: 240 }), (timezone, slot, minutes) => {
      const around = epochMsOfSlot(nextJump(timezone, slot) ?? slot)
      const time = clockAtMs(around, timezone).toPlainDateTime().add({ minutes })

      const instant = epochMsOfLocal(time.toString(), timezone)

      expect(instant).toBe(oracle(time, timezone, around))
    }),
  )
})

// The examples of RFC 5545, 3.3.5.
test.for([
  ['2007-11-04T01:30', 'the first', '2007-11-04T05:30:00Z'],
  ['2007-03-11T02:30', 'the offset before the gap', '2007-03-11T07:30:00Z'],
])('%s in New York is %s: %s', ([time, , expected]) => {
  const instant = epochMsOfLocal(time!, 'America/New_York')

  expect(instant).toBe(Date.parse(expected!))
})

test.for([
  ['America/Winnipeg', '2026-12-01T14:00:00Z'],
  ['America/Havana', '2026-12-01T13:00:00Z'],
  ['America/Inuvik', '2026-12-01T15:00:00Z'],
])('nine on 2026-12-01 in %s is %s, whatever edition the runtime has', ([timezone, expected]) => {
  const instant = epochMsOfLocal('2026-12-01T09:00', timezone!)

  expect(instant).toBe(Date.parse(expected!))
})

test.for(['2026-02-30T09:00', '2026-11-23T24:30', 'noon', '2026-11-23T09:00Z'])('%s is refused', (time) => {
  const read = () => epochMsOfLocal(time, 'UTC')

  expect(read).toThrow(RangeError)
})

test('a slot of a week begins when the clock first shows it in that week', () => {
  fc.assert(
    fc.property(zones, slotOf2020to2039, fc.nat(671), (timezone, instant, weekSlot) => {
      const week = isoWeekAt(epochMsOfSlot(instant), timezone)
      const horizon = horizonOfWeek(week, timezone)
      const shown = clocksIn(timezone, horizon).map(weekSlotOf).indexOf(weekSlot)
      fc.pre(shown >= 0)

      const slot = slotOfWeekSlot(week, weekSlot, timezone)

      expect(slot).toBe(horizon.start + shown)
    }),
  )
})

test.for([
  ['a slot that is skipped begins when it would have', '2026-W13', 6 * 96 + 10, '2026-03-29T01:30:00Z'],
  ['a slot that is repeated begins the first time', '2026-W43', 6 * 96 + 10, '2026-10-25T00:30:00Z'],
  ['slot 672 is where the week ends', '2026-W43', 672, '2026-10-25T23:00:00Z'],
] as const)('%s', ([, week, weekSlot, expected]) => {
  const slot = slotOfWeekSlot(week, weekSlot, 'Europe/Paris')

  expect(instantTextOfSlot(slot)).toBe(expected)
})

test('starts lie where the local minutes of the day are a multiple of the step', () => {
  fc.assert(
    fc.property(fc.constantFrom(15, 30, 60), zonedHorizons, (step, { timezone, horizon }) => {
      const starts = stepStarts(step, timezone, horizon)

      const oracle = clocksIn(timezone, horizon).map(({ hour, minute }) => (hour * 60 + minute) % step === 0)
      expect(bitsOf(starts)).toEqual(paddedBits(oracle))
    }),
  )
})

test("whole hours on Kathmandu's clock are a quarter past those of UTC", () => {
  const starts = stepStarts(60, 'Asia/Kathmandu', { start: slotAt('2026-11-23T00:00Z'), slots: 8 })

  expect(bitsOf(starts).flatMap((bit, i) => (bit ? [i] : []))).toEqual([1, 5])
})

test('the day is the one that the clock shows', () => {
  fc.assert(
    fc.property(zonedHorizons, ({ timezone, horizon: { start } }) => {
      const day = dayAt(start, timezone)

      expect(day).toBe(DAYS[clockAt(start, timezone).dayOfWeek - 1])
    }),
  )
})
