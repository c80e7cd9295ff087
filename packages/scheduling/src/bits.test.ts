import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeSlotsWithin, horizonLengths, horizons, range, setBits, toSlots } from '../test/support/horizons.ts'
import { countBits, hasAny, keepShared, listSlots, lowestBit, slotsBefore, wordsFor } from './bits.ts'

const words = fc.oneof(
  fc.nat(0xffff_ffff),
  fc.nat(31).map((bit) => (1 << bit) >>> 0),
  fc.constant(0xffff_ffff),
)

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

test('something is in a horizon exactly where a slot is', () => {
  fc.assert(
    fc.property(horizons, ({ slots, free }) => {
      expect(hasAny(toSlots(slots, free))).toBe(free.size > 0)
    }),
  )
})

test('the bits of a word are counted, and its lowest one found', () => {
  fc.assert(
    fc.property(words, (word) => {
      const bits = setBits(Uint32Array.of(word))

      expect(countBits(word)).toBe(bits.length)
      if (bits.length > 0) expect(lowestBit(word)).toBe(bits[0])
    }),
  )
})
