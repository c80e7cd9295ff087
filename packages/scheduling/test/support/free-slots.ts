import fc from 'fast-check'
import { emptyWeek, freeSlots, type Week } from '../../src/week.ts'

export const SLOTS = 672
const allSlots = Array.from({ length: SLOTS }, (_, slot) => slot)

const stretch = fc.tuple(fc.nat(SLOTS - 1), fc.integer({ min: 1, max: 120 }))
const stretches = fc
  .array(stretch, { maxLength: 12 })
  .map((list) => new Set(list.flatMap(([from, length]) => allSlots.slice(from, from + length))))
const scattered = fc.subarray(allSlots).map((slots) => new Set(slots))

/** The free slots of a week as a plain set: long stretches, which cross hours and midnights, or slots here and there. */
export const freeSlotSets: fc.Arbitrary<Set<number>> = fc.oneof(stretches, scattered)

export function weekOf(slots: Iterable<number>): Week {
  const week = emptyWeek()
  for (const slot of slots) freeSlots(week, slot, slot + 1)
  return week
}

export function isFree(week: Week, slot: number): boolean {
  return ((week[slot >>> 5]! >>> (slot & 31)) & 1) === 1
}

/** The free slots of a week, lowest first. */
export function slotsOf(week: Week): number[] {
  return allSlots.filter((slot) => isFree(week, slot))
}

export function sorted(slots: Iterable<number>): number[] {
  return [...slots].sort((a, b) => a - b)
}
