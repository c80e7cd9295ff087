import { weekFromIntervals } from '@w2meet/scheduling'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Area, copyDay, countFree, freedomOf, isFree, paintArea, sameWeek } from './week-slots.ts'

const empty = weekFromIntervals({})
const range = (most: number) =>
  fc
    .tuple(fc.nat(most - 1), fc.integer({ min: 1, max: most }))
    .map(([from, length]) => [from, Math.min(most, from + length)] as const)
const areas = fc
  .tuple(range(7), range(96))
  .map(([[fromDay, toDay], [fromSlot, toSlot]]): Area => ({ fromDay, toDay, fromSlot, toSlot }))

test('painting frees the slots of an area and no other, and erasing it gives the week back', () => {
  fc.assert(
    fc.property(areas, (area) => {
      const painted = paintArea(empty, area, true)

      for (let slot = 0; slot < 672; slot++) {
        const [day, within] = [Math.floor(slot / 96), slot % 96]
        const inside = day >= area.fromDay && day < area.toDay && within >= area.fromSlot && within < area.toSlot
        expect(isFree(painted, slot)).toBe(inside)
      }
      expect(sameWeek(paintArea(painted, area, false), empty)).toBe(true)
    }),
    { numRuns: 50 },
  )
})

test('an hour of which a part is free is neither free nor busy', () => {
  const week = paintArea(empty, { fromDay: 0, toDay: 1, fromSlot: 36, toSlot: 38 }, true)

  expect(freedomOf(week, 36, 38)).toBe('free')
  expect(freedomOf(week, 36, 40)).toBe('part')
  expect(freedomOf(week, 40, 44)).toBe('busy')
})

test('a day that is copied replaces what the others had', () => {
  const week = weekFromIntervals({ monday: [{ start: '09:00', end: '10:00' }], tuesday: [{ start: '20:00', end: '24:00' }] })

  const copied = copyDay(week, 0, [1, 6])

  const hour = [{ start: '09:00', end: '10:00' }]
  expect(sameWeek(copied, weekFromIntervals({ monday: hour, tuesday: hour, sunday: hour }))).toBe(true)
  expect(countFree(copied)).toBe(12)
})
