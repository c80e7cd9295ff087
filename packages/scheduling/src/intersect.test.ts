import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeSlotSets, slotsOf, sorted, weekOf } from '../test/support/free-slots.ts'
import { intersectSlots } from './intersect.ts'

/** A group of weeks is some slots free for all, and more free for each, so that what they share is seldom nothing. Weeks are
 * read eight at a time, so groups are smaller and larger than that. */
const groups = fc
  .tuple(freeSlotSets, fc.array(freeSlotSets, { minLength: 1, maxLength: 20 }))
  .map(([shared, own]) => own.map((slots) => shared.union(slots)))

test('a slot is common exactly where it is free in every week', () => {
  fc.assert(
    fc.property(groups, (group) => {
      const oracle = group.reduce((common, slots) => common.intersection(slots))

      const common = intersectSlots(group.map(weekOf))

      expect(slotsOf(common)).toEqual(sorted(oracle))
    }),
  )
})

test('what is common does not depend on the order of the weeks', () => {
  fc.assert(
    fc.property(groups, (group) => {
      const weeks = group.map(weekOf)

      const backwards = intersectSlots(weeks.toReversed())

      expect(backwards).toEqual(intersectSlots(weeks))
    }),
  )
})

test('one week alone has itself in common', () => {
  fc.assert(
    fc.property(freeSlotSets, (slots) => {
      const week = weekOf(slots)

      const common = intersectSlots([week])

      expect(common).toEqual(week)
    }),
  )
})

test('nothing to intersect is refused', () => {
  expect(() => intersectSlots([])).toThrow(RangeError)
})

test('weeks without a shared slot have nothing in common', () => {
  const common = intersectSlots([weekOf([0, 2, 670]), weekOf([1, 3, 671])])

  expect(slotsOf(common)).toEqual([])
})

test('the weeks given stay as they were', () => {
  const first = weekOf([1, 2, 3])
  const second = weekOf([3, 4, 5])

  intersectSlots([first, second])

  expect(slotsOf(first)).toEqual([1, 2, 3])
  expect(slotsOf(second)).toEqual([3, 4, 5])
})
