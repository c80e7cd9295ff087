import fc from 'fast-check'
import { type Slots, wordsFor } from '../../src/bits.ts'

/** A horizon as a plain set: the oracles know nothing of words. */
export type Horizon = { slots: number; free: Set<number> }

/** Lengths on both sides of a word's end, so that a bit too many or too few is seen. */
export const horizonLengths = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(31, 32, 33, 63, 64, 65, 96))

/** Free slots of a horizon: long stretches, in which meetings fit, or slots here and there. */
export function freeSlotsWithin(slots: number): fc.Arbitrary<Set<number>> {
  const all = range(0, slots)
  const stretch = fc.tuple(fc.nat(slots - 1), fc.integer({ min: 1, max: 40 }))
  const stretches = fc
    .array(stretch, { maxLength: 4 })
    .map((list) => new Set(list.flatMap(([from, length]) => all.slice(from, from + length))))
  const gaps = fc.subarray(all, { maxLength: Math.min(4, slots) }).map((taken) => new Set(all).difference(new Set(taken)))
  return fc.oneof(
    stretches,
    gaps,
    fc.subarray(all).map((list) => new Set(list)),
  )
}

export const horizons: fc.Arbitrary<Horizon> = horizonLengths.chain((slots) =>
  freeSlotsWithin(slots).map((free) => ({ slots, free })),
)

export function toSlots(slots: number, free: Iterable<number>): Slots {
  const words = new Uint32Array(wordsFor(slots))
  for (const slot of free) words[slot >>> 5]! |= 1 << (slot & 31)
  return words
}

/** The numbers `[from, to)`. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
}

/** Every bit that is set, those past the horizon's end too. */
export function setBits(slots: Slots): number[] {
  return range(0, slots.length * 32).filter((slot) => (slots[slot >>> 5]! >>> (slot & 31)) & 1)
}
