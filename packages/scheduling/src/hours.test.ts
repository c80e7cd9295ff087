import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeSlotSets, slotsOf, sorted, weekOf } from '../test/support/free-slots.ts'
import { type FullHoursMap, type HoursMap, hourSlotsOf, hoursOf, weekFromHours } from './hours.ts'
import { DAYS } from './week.ts'

const hour = fc.nat(23)
/** Days may be missing; hours may be unsorted and repeated. */
const hoursMaps: fc.Arbitrary<HoursMap> = fc.record(
  Object.fromEntries(DAYS.map((day) => [day, fc.array(hour, { maxLength: 40 })])),
  { requiredKeys: [] },
)

function full(hours: HoursMap): FullHoursMap {
  return Object.fromEntries(DAYS.map((day) => [day, sorted(new Set(hours[day]))])) as FullHoursMap
}

test('hours come back from a week with every day, sorted, without repeats', () => {
  fc.assert(
    fc.property(hoursMaps, (hours) => {
      const back = hoursOf(weekFromHours(hours))

      expect(back).toEqual(full(hours))
    }),
  )
})

test('an hour of the map frees its four quarters and nothing else', () => {
  fc.assert(
    fc.property(hoursMaps, (hours) => {
      const oracle = new Set<number>()
      DAYS.forEach((day, index) => {
        for (const h of hours[day] ?? []) for (const quarter of [0, 1, 2, 3]) oracle.add((index * 24 + h) * 4 + quarter)
      })

      const week = weekFromHours(hours)

      expect(slotsOf(week)).toEqual(sorted(oracle))
    }),
  )
})

test('an hour counts only where its four quarters are free', () => {
  fc.assert(
    fc.property(freeSlotSets, (slots) => {
      const oracle = DAYS.flatMap((day, index) =>
        Array.from({ length: 24 }, (_, h) => ({ day, hour: h })).filter(({ hour: h }) =>
          [0, 1, 2, 3].every((quarter) => slots.has((index * 24 + h) * 4 + quarter)),
        ),
      )

      const found = hourSlotsOf(weekOf(slots))

      expect(found).toEqual(oracle)
    }),
  )
})

test.for([0, 1, 2, 3])('an hour whose quarter %i alone is taken is not a free hour', (taken) => {
  const quarters = [0, 1, 2, 3].map((quarter) => 9 * 4 + quarter).filter((slot) => slot !== 9 * 4 + taken)

  const found = hourSlotsOf(weekOf(quarters))

  expect(found).toEqual([])
})

test('four free quarters across two hours are not a free hour', () => {
  const week = weekOf([38, 39, 40, 41])

  const found = hourSlotsOf(week)

  expect(found).toEqual([])
})

test('hours by day and hours in order say the same', () => {
  fc.assert(
    fc.property(freeSlotSets, (slots) => {
      const week = weekOf(slots)

      const inOrder = hourSlotsOf(week)

      const byDay = hoursOf(week)
      expect(DAYS.flatMap((day) => byDay[day].map((h) => ({ day, hour: h })))).toEqual(inOrder)
    }),
  )
})

test('the first hour is Monday 0 and the last Sunday 23', () => {
  const week = weekFromHours({ sunday: [23], monday: [0] })

  const found = hourSlotsOf(week)

  expect(found).toEqual([
    { day: 'monday', hour: 0 },
    { day: 'sunday', hour: 23 },
  ])
  expect(slotsOf(week)).toEqual([0, 1, 2, 3, 668, 669, 670, 671])
})
