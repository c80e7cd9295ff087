import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeSlotsWithin, horizonLengths, range, setBits, toSlots } from '../test/support/horizons.ts'
import { createTally, type Tally } from './tally.ts'

/** Few people and many: carries wait at none of the planes, at one, and at several. */
const crowds = horizonLengths.chain((slots) =>
  fc.record({
    slots: fc.constant(slots),
    patterns: fc.array(freeSlotsWithin(slots), { minLength: 1, maxLength: 5 }),
    people: fc.oneof(fc.nat(40), fc.nat(700)),
  }),
)

function naiveCounts(slots: number, people: readonly Set<number>[]): number[] {
  return range(0, slots).map((slot) => people.filter((free) => free.has(slot)).length)
}

function tallyOf(slots: number, people: readonly Set<number>[]): Tally {
  const tally = createTally(slots)
  for (const free of people) tally.add(toSlots(slots, free))
  return tally
}

test('each slot counts the people who are free in it', () => {
  fc.assert(
    fc.property(crowds, ({ slots, patterns, people }) => {
      const everybody = range(0, people).map((person) => patterns[person % patterns.length]!)

      const counts = tallyOf(slots, everybody).counts()

      expect([...counts]).toEqual(naiveCounts(slots, everybody))
    }),
  )
})

test('at least n are free exactly where the count is n or more, and never past the end', () => {
  fc.assert(
    fc.property(crowds, fc.nat(800), ({ slots, patterns, people }, n) => {
      const everybody = range(0, people).map((person) => patterns[person % patterns.length]!)
      const oracle = naiveCounts(slots, everybody)

      const enough = tallyOf(slots, everybody).atLeast(n)

      expect(setBits(enough)).toEqual(range(0, slots).filter((slot) => oracle[slot]! >= n))
    }),
  )
})

test('asking in between does not change what is counted', () => {
  fc.assert(
    fc.property(crowds, fc.nat(700), ({ slots, patterns, people }, asked) => {
      const everybody = range(0, people).map((person) => patterns[person % patterns.length]!)
      const tally = tallyOf(slots, everybody.slice(0, asked))
      tally.counts()
      tally.atLeast(asked)

      for (const free of everybody.slice(asked)) tally.add(toSlots(slots, free))

      expect([...tally.counts()]).toEqual(naiveCounts(slots, everybody))
    }),
  )
})

test('slots that are changed after they were added are counted as they were', () => {
  const slots = toSlots(40, [3])
  const tally = createTally(40)
  tally.add(slots)

  slots.fill(0)

  expect(tally.counts()[3]).toBe(1)
})

test('10,000 people over 8 weeks are counted', () => {
  const tally = createTally(5_376)
  for (let person = 0; person < 10_000; person++) tally.add(toSlots(5_376, [person % 5_376, 5_375]))

  const counts = tally.counts()

  expect([counts[0], counts[4_623], counts[4_624], counts[5_375]]).toEqual([2, 2, 1, 10_000])
})

test('65,535 people can be counted, and one more is refused', () => {
  const tally = createTally(1)
  for (let person = 0; person < 65_535; person++) tally.add(toSlots(1, [0]))

  const addOneMore = () => tally.add(toSlots(1, [0]))

  expect(addOneMore).toThrow(RangeError)
  expect([...tally.counts()]).toEqual([65_535])
})

test('slots of a horizon of another length are refused', () => {
  const tally = createTally(96)

  const addTwoWords = () => tally.add(new Uint32Array(2))

  expect(addTwoWords).toThrow('96 slots are 3 words, not 2')
})
