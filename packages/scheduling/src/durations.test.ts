import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Horizon, horizons, range, setBits, toSlots } from '../test/support/horizons.ts'
import { startsOf } from './durations.ts'

const durations = fc.oneof(fc.integer({ min: 1, max: 48 }), fc.integer({ min: 1, max: 100 }))

function naiveStarts({ slots, free }: Horizon, duration: number): number[] {
  return range(0, slots).filter((start) => range(start, start + duration).every((slot) => free.has(slot)))
}

test('a slot is a start exactly where it and all that follow for the duration are free', () => {
  fc.assert(
    fc.property(horizons, durations, (horizon, duration) => {
      const slots = toSlots(horizon.slots, horizon.free)

      const starts = startsOf(slots, duration, new Uint32Array(slots.length))

      expect(setBits(starts)).toEqual(naiveStarts(horizon, duration))
    }),
  )
})

test('the starts can take the place of the slots', () => {
  fc.assert(
    fc.property(horizons, durations, (horizon, duration) => {
      const slots = toSlots(horizon.slots, horizon.free)

      startsOf(slots, duration, slots)

      expect(setBits(slots)).toEqual(naiveStarts(horizon, duration))
    }),
  )
})

test('nothing is free past the end of a shorter result, and the slots stay as they were', () => {
  const slots = toSlots(96, range(0, 96))

  const starts = startsOf(slots, 4, new Uint32Array(2))

  expect(setBits(starts)).toEqual(range(0, 61))
  expect(setBits(slots)).toEqual(range(0, 96))
})

test('a horizon without slots has no start', () => {
  const starts = startsOf(new Uint32Array(0), 4, new Uint32Array(0))

  expect(starts).toHaveLength(0)
})
