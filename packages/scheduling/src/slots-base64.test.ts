import fc from 'fast-check'
import { expect, test } from 'vitest'
import { horizons, setBits, toSlots } from '../test/support/horizons.ts'
import { slotsFromBase64, slotsToBase64 } from './slots-base64.ts'

test('slots come back from their text as they were, and a shorter horizon has the first of them', () => {
  fc.assert(
    fc.property(horizons, fc.nat(), ({ slots, free }, cut) => {
      const text = slotsToBase64(toSlots(slots, free))
      const shorter = 1 + (cut % slots)

      const [back, first] = [slots, shorter].map((length) => slotsFromBase64(text, { start: 0, slots: length }))

      const sorted = [...free].sort((a, b) => a - b)
      expect(setBits(back!)).toEqual(sorted)
      expect(setBits(first!)).toEqual(sorted.filter((slot) => slot < shorter))
    }),
  )
})

test('slot i is bit i & 7, lowest first, of byte i >> 3', () => {
  const bytes = Uint8Array.fromBase64(slotsToBase64(toSlots(64, [0, 9, 39])))

  expect([...bytes]).toEqual([1, 2, 0, 0, 128, 0, 0, 0])
})

test('too few slots are refused', () => {
  expect(() => slotsFromBase64(slotsToBase64(new Uint32Array(1)), { start: 0, slots: 33 })).toThrow(RangeError)
})
