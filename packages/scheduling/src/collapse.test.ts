import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeSlotSets, isFree, SLOTS, slotsOf, weekOf } from '../test/support/free-slots.ts'
import { clocksIn, slotsFrom, weekSlotOf, zonedHorizons, zones } from '../test/support/wall-clock.ts'
import { collapseCounts, collapseToWeek } from './collapse.ts'
import { expandWeek } from './expand.ts'
import { emptySlots, type Horizon } from './horizon.ts'
import { weekFromHours } from './hours.ts'
import { intervalsOf } from './intervals.ts'
import { horizonOfWeek } from './iso-week.ts'

const seeds = fc.integer()

/** For each of the 672 quarter-hours of a week, where in the horizon the clock, read slot by slot, shows it. */
function showings(timezone: string, horizon: Horizon): number[][] {
  const all = Array.from({ length: SLOTS }, (): number[] => [])
  clocksIn(timezone, horizon).forEach((clock, i) => void all[weekSlotOf(clock)]!.push(i))
  return all
}

/** A repeatable number from 0 to below `limit` for each index (the mixing steps of MurmurHash3). */
function scatter(seed: number, limit: number): (index: number) => number {
  return (index) => {
    let hash = Math.imul(seed ^ index, 0x85eb_ca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
    return ((hash ^ (hash >>> 16)) >>> 0) % limit
  }
}

test('a quarter-hour is free where the horizon shows it and is free whenever it does', () => {
  fc.assert(
    fc.property(zonedHorizons, seeds, ({ timezone, horizon }, seed) => {
      const number = scatter(seed, 4)
      const free = Array.from({ length: horizon.slots }, (_, i) => number(i) > 0)

      const week = collapseToWeek(slotsFrom(free), timezone, horizon)

      const oracle = showings(timezone, horizon).map((shown) => shown.length > 0 && shown.every((i) => free[i]))
      expect(oracle.map((_, slot) => isFree(week, slot))).toEqual(oracle)
    }),
  )
})

test('a quarter-hour has the smallest of the counts at which the horizon shows it, and 0 where it is not shown', () => {
  fc.assert(
    fc.property(zonedHorizons, seeds, ({ timezone, horizon }, seed) => {
      const counts = new Uint16Array(horizon.slots).map((_, i) => scatter(seed, 65_536)(i))

      const collapsed = collapseCounts(counts, timezone, horizon)

      const oracle = showings(timezone, horizon).map((shown) => (shown.length ? Math.min(...shown.map((i) => counts[i]!)) : 0))
      expect([...collapsed]).toEqual(oracle)
    }),
  )
})

test("a week of one zone is seen in another's as their clocks, read side by side, show", () => {
  fc.assert(
    fc.property(freeSlotSets, zones, zonedHorizons, (free, theirs, { timezone, horizon }) => {
      const slots = expandWeek(weekOf(free), theirs, horizon)

      const week = collapseToWeek(slots, timezone, horizon)

      const theirClocks = clocksIn(theirs, horizon).map(weekSlotOf)
      const oracle = showings(timezone, horizon).map((shown) => shown.length > 0 && shown.every((i) => free.has(theirClocks[i]!)))
      expect(oracle.map((_, slot) => isFree(week, slot))).toEqual(oracle)
    }),
  )
})

test('the clocks of New York and Paris, which jump in different weeks, are five hours apart in between', () => {
  const horizon = horizonOfWeek('2026-W11', 'Europe/Paris')

  const week = collapseToWeek(expandWeek(weekFromHours({ monday: [9] }), 'America/New_York', horizon), 'Europe/Paris', horizon)

  expect(intervalsOf(week).monday).toEqual([{ start: '14:00', end: '15:00' }])
})

test('where all that the horizon has is free, all of the week is but the hour that is skipped', () => {
  const horizon = horizonOfWeek('2026-W13', 'Europe/Paris')

  const week = collapseToWeek(emptySlots(horizon).fill(0xffff_ffff), 'Europe/Paris', horizon)

  expect(intervalsOf(week).sunday).toEqual([
    { start: '00:00', end: '02:00' },
    { start: '03:00', end: '24:00' },
  ])
  expect(slotsOf(week)).toHaveLength(SLOTS - 4)
})

test('an hour that is repeated is not free where only one of its passes is', () => {
  const horizon = horizonOfWeek('2026-W43', 'Europe/Paris')
  const slots = expandWeek(weekFromHours({ sunday: [1] }), 'UTC', horizon)

  const week = collapseToWeek(slots, 'Europe/Paris', horizon)

  expect(slotsOf(week)).toEqual([])
})

test('the Friday that Apia left out in 2011 is not free', () => {
  const horizon = horizonOfWeek('2011-W52', 'Pacific/Apia')

  const week = collapseToWeek(emptySlots(horizon).fill(0xffff_ffff), 'Pacific/Apia', horizon)

  expect(intervalsOf(week).friday).toEqual([])
  expect(slotsOf(week)).toHaveLength(SLOTS - 96)
})
