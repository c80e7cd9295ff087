import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeSlotSets, slotsOf, sorted, weekOf } from '../test/support/free-slots.ts'
import { type IntervalsMap, intervalsOf, weekFromIntervals } from './intervals.ts'
import { DAYS } from './week.ts'

/** Every quarter-hour of a day as it is written, `24:00` last: its place is its slot. */
const times = Array.from({ length: 24 }, (_, hour) =>
  ['00', '15', '30', '45'].map((minute) => `${hour < 10 ? '0' : ''}${hour}:${minute}`),
)
  .flat()
  .concat('24:00')

const interval = fc.tuple(fc.nat(96), fc.nat(96)).map(([a, b]) => ({ start: times[a]!, end: times[b]! }))
/** Days may be missing; intervals may overlap, touch, be empty and be backwards. */
const intervalsMaps: fc.Arbitrary<IntervalsMap> = fc.record(
  Object.fromEntries(DAYS.map((day) => [day, fc.array(interval, { maxLength: 6 })])),
  { requiredKeys: [] },
)
const nothing = Object.fromEntries(DAYS.map((day) => [day, []]))

function slotsByDefinition(intervals: IntervalsMap): number[] {
  const slots = new Set<number>()
  DAYS.forEach((day, index) => {
    for (const { start, end } of intervals[day] ?? []) {
      for (let slot = times.indexOf(start); slot < times.indexOf(end); slot++) slots.add(index * 96 + slot)
    }
  })
  return sorted(slots)
}

test('intervals free the quarter-hours from each start up to before each end, and no other', () => {
  fc.assert(
    fc.property(intervalsMaps, (intervals) => {
      const week = weekFromIntervals(intervals)

      expect(slotsOf(week)).toEqual(slotsByDefinition(intervals))
    }),
  )
})

test('a week comes back from its intervals as it was', () => {
  fc.assert(
    fc.property(freeSlotSets, (slots) => {
      const week = weekOf(slots)

      const back = weekFromIntervals(intervalsOf(week))

      expect(back).toEqual(week)
    }),
  )
})

test('the intervals of a week are sorted and merged: within a day each starts after the one before it has ended', () => {
  fc.assert(
    fc.property(freeSlotSets, (slots) => {
      const intervals = intervalsOf(weekOf(slots))

      expect(Object.keys(intervals)).toEqual([...DAYS])
      for (const day of DAYS) {
        const edges = intervals[day].flatMap(({ start, end }) => [times.indexOf(start), times.indexOf(end)])
        expect(edges.every((edge, index) => index === 0 || edge > edges[index - 1]!)).toBe(true)
      }
    }),
  )
})

test('intervals that touch or overlap become one', () => {
  const week = weekFromIntervals({
    tuesday: [
      { start: '13:00', end: '14:15' },
      { start: '09:00', end: '10:00' },
      { start: '10:00', end: '11:30' },
      { start: '14:00', end: '15:00' },
    ],
  })

  const { tuesday } = intervalsOf(week)

  expect(tuesday).toEqual([
    { start: '09:00', end: '11:30' },
    { start: '13:00', end: '15:00' },
  ])
})

test('an interval up to 24:00 frees the last quarter-hour of its day and nothing of the next', () => {
  const week = weekFromIntervals({ monday: [{ start: '23:45', end: '24:00' }] })

  const slots = slotsOf(week)

  expect(slots).toEqual([95])
  expect(intervalsOf(week)).toEqual({ ...nothing, monday: [{ start: '23:45', end: '24:00' }] })
})

test('Sunday up to 24:00 is the last quarter-hour of the week', () => {
  const week = weekFromIntervals({ sunday: [{ start: '23:45', end: '24:00' }] })

  const slots = slotsOf(week)

  expect(slots).toEqual([671])
})

test('free time through midnight is shown by day, as an interval up to 24:00 and one from 00:00', () => {
  const week = weekOf([94, 95, 96, 97])

  const intervals = intervalsOf(week)

  expect(intervals).toEqual({
    ...nothing,
    monday: [{ start: '23:30', end: '24:00' }],
    tuesday: [{ start: '00:00', end: '00:30' }],
  })
})

test.for([
  { start: '12:00', end: '12:00' },
  { start: '12:00', end: '11:45' },
  { start: '24:00', end: '00:00' },
])('an interval from $start to $end adds nothing', (backwards) => {
  const week = weekFromIntervals({ friday: [backwards] })

  const slots = slotsOf(week)

  expect(slots).toEqual([])
})
