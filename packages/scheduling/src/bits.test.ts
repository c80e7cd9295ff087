import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeSlotsWithin, horizonLengths, horizons, range, setBits, toSlots } from '../test/support/horizons.ts'
import { countSlots, firstSlot, hasAny, isFreeThroughout, keepShared, listSlots, slotsBefore, wordsFor } from './bits.ts'

test('slots are listed lowest first, each once', () => {
  fc.assert(
    fc.property(horizons, ({ slots, free }) => {
      const list = listSlots(toSlots(slots, free))

      expect(list).toEqual([...free].sort((a, b) => a - b))
    }),
  )
})

test('the slots before an end are those and no others', () => {
  fc.assert(
    fc.property(horizonLengths, fc.nat(100), (slots, end) => {
      const before = slotsBefore(Math.min(end, slots), wordsFor(slots))

      expect(setBits(before)).toEqual(range(0, Math.min(end, slots)))
    }),
  )
})

test('what is kept is what both have', () => {
  const pairs = horizonLengths.chain((slots) => fc.tuple(fc.constant(slots), freeSlotsWithin(slots), freeSlotsWithin(slots)))
  fc.assert(
    fc.property(pairs, ([slots, a, b]) => {
      const kept = keepShared(toSlots(slots, a), toSlots(slots + 40, b))

      expect(setBits(kept)).toEqual([...a.intersection(b)].sort((x, y) => x - y))
    }),
  )
})

test('the slots are counted, and the first of them found', () => {
  fc.assert(
    fc.property(horizons, ({ slots, free }) => {
      const bits = toSlots(slots, free)

      expect(countSlots(bits)).toBe(free.size)
      expect(hasAny(bits)).toBe(free.size > 0)
      expect(firstSlot(bits)).toBe(free.size > 0 ? Math.min(...free) : -1)
    }),
  )
})

test('a stretch is free throughout exactly where each of its slots is', () => {
  fc.assert(
    fc.property(horizons, fc.nat(100), fc.nat(100), ({ slots, free }, from, length) => {
      const stretch = range(from, Math.min(from + length, slots))

      const isFree = isFreeThroughout(toSlots(slots, free), from, Math.min(from + length, slots))

      expect(isFree).toBe(stretch.every((slot) => free.has(slot)))
    }),
  )
})
