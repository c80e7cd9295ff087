import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeSlotSets, isFree, weekOf } from '../test/support/free-slots.ts'
import {
  bitsOf,
  clocksIn,
  nextJump,
  PECULIAR_ZONES,
  paddedBits,
  slotAt,
  weekSlotOf,
  zonedHorizons,
} from '../test/support/wall-clock.ts'
import { createExpander, expandWeek } from './expand.ts'
import { emptySlots, type Horizon, periodsOf } from './horizon.ts'
import { weekFromHours } from './hours.ts'
import { weekFromIntervals } from './intervals.ts'
import { horizonOfWeek } from './iso-week.ts'
import { emptyWeek, type Week } from './week.ts'

/** Free where the clock, read at each quarter-hour, shows one that is free. */
function oracle(week: Week, timezone: string, horizon: Horizon): boolean[] {
  return paddedBits(clocksIn(timezone, horizon).map((clock) => isFree(week, weekSlotOf(clock))))
}

test('a slot is free where the clock of the zone shows a free quarter-hour at it, and past the end none is', () => {
  fc.assert(
    fc.property(freeSlotSets, zonedHorizons, (free, { timezone, horizon }) => {
      const week = weekOf(free)

      const slots = expandWeek(week, timezone, horizon)

      expect(bitsOf(slots)).toEqual(oracle(week, timezone, horizon))
    }),
    { numRuns: 400 },
  )
})

test.for(PECULIAR_ZONES)('the days around each jump of the clock in %s from 2020 to 2026 are as the clock shows', (timezone) => {
  const week = weekFromIntervals({
    monday: [{ start: '00:00', end: '09:15' }],
    friday: [{ start: '22:45', end: '24:00' }],
    saturday: [{ start: '00:15', end: '02:30' }],
    sunday: [
      { start: '00:00', end: '01:15' },
      { start: '02:15', end: '03:00' },
      { start: '23:30', end: '24:00' },
    ],
  })
  const end = slotAt('2027-01-01T00:00Z')

  for (let jump = nextJump(timezone, slotAt('2020-01-01T00:00Z')); jump && jump < end; jump = nextJump(timezone, jump + 1)) {
    const horizon = { start: jump - 50, slots: 90 }

    const slots = expandWeek(week, timezone, horizon)

    expect(bitsOf(slots)).toEqual(oracle(week, timezone, horizon))
  }
})

test.for(['Pacific/Apia', 'Pacific/Fakaofo'])(
  'the Friday that %s left out in 2011 gives nothing, and the days around it all',
  (timezone) => {
    const horizon = horizonOfWeek('2011-W52', timezone)
    const week = weekFromHours({ thursday: [9, 23], friday: [9], saturday: [0, 9] })

    const slots = expandWeek(week, timezone, horizon)

    expect(bitsOf(slots)).toEqual(oracle(week, timezone, horizon))
    expect(bitsOf(slots).filter(Boolean)).toHaveLength(4 * 4)
  },
)

test('an expander overwrites whatever was in the slots it is given', () => {
  fc.assert(
    fc.property(freeSlotSets, zonedHorizons, (free, { timezone, horizon }) => {
      const week = weekOf(free)
      const into = emptySlots(horizon).fill(0xffff_ffff)

      const slots = createExpander(timezone, horizon)(week, into)

      expect(slots).toBe(into)
      expect(slots).toEqual(expandWeek(week, timezone, horizon))
    }),
  )
})

test('what ends at Sunday 24:00 and what begins at Monday 00:00 are one period', () => {
  const week = weekFromIntervals({ sunday: [{ start: '22:00', end: '24:00' }], monday: [{ start: '00:00', end: '01:00' }] })
  const horizon = { start: slotAt('2026-11-25T00:00Z'), slots: 672 }

  const periods = periodsOf(expandWeek(week, 'Asia/Kathmandu', horizon), horizon)

  expect(periods).toEqual([{ start: '2026-11-29T16:15:00Z', end: '2026-11-29T19:15:00Z' }])
})

test("nine o'clock stays nine o'clock when the clock goes back", () => {
  const week = weekFromHours({ saturday: [9], sunday: [9] })
  const horizon = horizonOfWeek('2026-W43', 'Europe/Paris')

  const periods = periodsOf(expandWeek(week, 'Europe/Paris', horizon), horizon)

  expect(periods).toEqual([
    { start: '2026-10-24T07:00:00Z', end: '2026-10-24T08:00:00Z' },
    { start: '2026-10-25T08:00:00Z', end: '2026-10-25T09:00:00Z' },
  ])
})

test('an hour that is repeated is free twice', () => {
  const horizon = horizonOfWeek('2026-W43', 'Europe/Paris')

  const periods = periodsOf(expandWeek(weekFromHours({ sunday: [2] }), 'Europe/Paris', horizon), horizon)

  expect(periods).toEqual([{ start: '2026-10-25T00:00:00Z', end: '2026-10-25T02:00:00Z' }])
})

test('an hour that is skipped gives nothing', () => {
  const horizon = horizonOfWeek('2026-W13', 'Europe/Paris')

  const periods = periodsOf(expandWeek(weekFromHours({ sunday: [2] }), 'Europe/Paris', horizon), horizon)

  expect(periods).toEqual([])
})

test('a zone that nobody knows is refused', () => {
  const expand = () => expandWeek(emptyWeek(), 'Mars/Olympus_Mons', { start: 0, slots: 1 })

  expect(expand).toThrow(RangeError)
})
