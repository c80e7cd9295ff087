import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockAt, slotAt, zones } from '../test/support/wall-clock.ts'
import { epochMsOfSlot, instantTextOfSlot } from './horizon.ts'
import { horizonOfWeek, isIsoWeek, isoWeekAt, mondayOf } from './iso-week.ts'

const twoDigits = (number: number) => String(number).padStart(2, '0')

/** The weeks of 1980 to 2099 by their Mondays: the year of a week is that of its Thursday, and weeks are counted within it. */
const mondays = new Map<string, Temporal.PlainDate>()
let number = 0
for (let monday = Temporal.PlainDate.from('1979-12-31'); monday.add({ days: 3 }).year < 2100; monday = monday.add({ days: 7 })) {
  const { year } = monday.add({ days: 3 })
  number = monday.subtract({ days: 4 }).year < year ? 1 : number + 1
  mondays.set(`${year}-W${twoDigits(number)}`, monday)
}
const weeksOf2020to2040 = fc.constantFrom(...[...mondays.keys()].filter((week) => week >= '2020' && week < '2041'))

test('the weeks that count from January 4 are weeks, each with its Monday, and no other number is', () => {
  const named = []
  for (let year = 1970; year < 2110; year++) for (let week = 0; week < 100; week++) named.push(`${year}-W${twoDigits(week)}`)

  const weeks = named.filter(isIsoWeek)

  expect(weeks).toEqual([...mondays.keys()])
  expect(weeks.map((week) => mondayOf(week).toString())).toEqual([...mondays.values()].map(String))
})

test.for([
  '2026-W54',
  '2027-W53',
  '2026-W00',
  '1979-W20',
  '2100-W01',
  '2026W48',
  '2026-w48',
  '2026-W48-1',
  '2026-W8',
  ' 2026-W48',
  '',
])('%j is no week', (text) => {
  const known = isIsoWeek(text)

  expect(known).toBe(false)
})

test('a week begins with the first instant of its Monday on the clock, and ends with that of the next', () => {
  fc.assert(
    fc.property(weeksOf2020to2040, zones, (week, timezone) => {
      const { start, slots } = horizonOfWeek(week, timezone)

      expect([start, start + slots]).toEqual([0, 7].map((days) => firstSlotOf(mondays.get(week)!.add({ days }), timezone)))
    }),
    { numRuns: 60 },
  )
})

/** Reads the clock at each quarter-hour from long before the day until it shows the day. */
function firstSlotOf(day: Temporal.PlainDate, timezone: string): number {
  let slot = slotAt(`${day}T00:00Z`) - 64
  while (!clockAt(slot, timezone).toPlainDate().equals(day)) slot++
  return slot
}

test('each instant of a week is in that week', () => {
  fc.assert(
    fc.property(weeksOf2020to2040, zones, fc.maxSafeNat(), (week, timezone, offset) => {
      const { start, slots } = horizonOfWeek(week, timezone)

      const found = isoWeekAt(epochMsOfSlot(start) + (offset % epochMsOfSlot(slots)), timezone)

      expect(found).toBe(week)
    }),
  )
})

test.for([
  ['2026-W48', 'UTC', '2026-11-23T00:00:00Z', 672],
  ['2026-W13', 'Europe/Paris', '2026-03-22T23:00:00Z', 668],
  ['2026-W43', 'Europe/Paris', '2026-10-18T22:00:00Z', 676],
  ['2026-W13', 'Antarctica/Troll', '2026-03-23T00:00:00Z', 664],
  ['2026-W14', 'Australia/Lord_Howe', '2026-03-29T13:00:00Z', 674],
  ['2026-W48', 'Asia/Kathmandu', '2026-11-22T18:15:00Z', 672],
  ['2011-W52', 'Pacific/Apia', '2011-12-26T10:00:00Z', 576],
  // Monday 00:00 to 01:00 is skipped: the week begins with 01:00.
  ['2021-W12', 'Asia/Tehran', '2021-03-21T20:30:00Z', 668],
  // Monday 00:00 to 02:00 is shown twice.
  ['2023-W51', 'Antarctica/Vostok', '2023-12-17T17:00:00Z', 680],
] as const)('%s in %s begins at %s and has %i quarter-hours', ([week, timezone, start, slots]) => {
  const horizon = horizonOfWeek(week, timezone)

  expect([instantTextOfSlot(horizon.start), horizon.slots]).toEqual([start, slots])
})

test('one instant is in different weeks of different zones', () => {
  const instant = Date.UTC(2026, 11, 27, 23)

  const weeks = ['America/New_York', 'Asia/Tokyo'].map((timezone) => isoWeekAt(instant, timezone))

  expect(weeks).toEqual(['2026-W52', '2026-W53'])
})

test('a week that is none is refused with its name', () => {
  const ask = () => horizonOfWeek('2026-W54', 'UTC')

  expect(ask).toThrow(new RangeError('2026-W54 is no week of ISO 8601 between 1980 and 2099'))
})
