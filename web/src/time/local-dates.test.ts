import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, dateIn, epochMsOfLocal, isDate, isoWeekOf, minutesIn, mondayOf } from './local-dates.ts'

const ZONES = ['UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Cairo', 'Pacific/Apia']
/** 2024 to 2060: the page has no clocks of before, and goes on by the rule of the last year. */
const days = fc.integer({ min: 0, max: 13_500 }).map((count) => addDays('2024-01-02', count))

test('a local time is the instant that Temporal says, also where clocks change', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 95 }), fc.constantFrom(...ZONES), (date, quarter, zone) => {
      const expected = Temporal.PlainDate.from(date)
        .toPlainDateTime()
        .add({ minutes: quarter * 15 })
        .toZonedDateTime(zone)

      expect(epochMsOfLocal(date, quarter * 15, zone)).toBe(expected.epochMilliseconds)
      expect(dateIn(zone, expected.epochMilliseconds)).toBe(expected.toPlainDate().toString())
      expect(minutesIn(zone, expected.epochMilliseconds)).toBe(expected.hour * 60 + expected.minute)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['2026-03-29', 150, 'Europe/Paris', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25', 150, 'Europe/Paris', '2026-10-25T00:30:00.000Z'],
  ['2026-10-04', 135, 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
  ['2026-12-01', 540, 'America/Winnipeg', '2026-12-01T14:00:00.000Z'],
  ['2026-12-01', 540, 'America/Havana', '2026-12-01T13:00:00.000Z'],
  ['2026-12-01', 540, 'America/Inuvik', '2026-12-01T15:00:00.000Z'],
])(
  '%s at minute %d in %s is %s, also where it is skipped, shown twice, or otherwise in older tables',
  (date, minutes, zone, expected) => {
    expect(new Date(epochMsOfLocal(date, minutes, zone)).toISOString()).toBe(expected)
  },
)

test('the week of a date is that of ISO 8601, and begins on its Monday', () => {
  fc.assert(
    fc.property(days, (date) => {
      const day = Temporal.PlainDate.from(date)

      expect(isoWeekOf(date)).toBe(`${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`)
      expect(mondayOf(date)).toBe(day.subtract({ days: day.dayOfWeek - 1 }).toString())
    }),
  )
})

test('what no calendar has is no date', () => {
  expect(['2026-02-30', '2026-13-01', 'today', '2026-1-1'].filter(isDate)).toEqual([])
  expect(isDate('2028-02-29')).toBe(true)
})
