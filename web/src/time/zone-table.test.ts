import { expect, test } from 'vitest'
import { dateAt, shortDateAt, timeAt, timesBetween } from './dates.ts'
import { cityOf, isKnownZone, offeredZones, offsetOf, shownZone } from './zone-table.ts'

test.for([
  ['America/Winnipeg', '2026-12-01T14:00:00Z', 'GMT-5'],
  ['America/Havana', '2026-12-01T13:00:00Z', 'GMT-4'],
  ['America/Inuvik', '2026-12-01T15:00:00Z', 'GMT-6'],
  ['Asia/Kathmandu', '2026-12-01T03:15:00Z', 'GMT+5:45'],
  ['Europe/London', '2026-12-01T09:00:00Z', 'GMT'],
] as const)('in %s it is nine at %s, whatever the browser knows of the zone', ([zone, start, offset]) => {
  const end = new Date(Date.parse(start) + 5_400_000).toISOString()

  expect(shortDateAt(start, zone)).toMatch(/^Tue,? (1 Dec|Dec 1)$/)
  expect(timeAt(start, zone)).toMatch(/^0?9:00/)
  expect(timesBetween(start, end, zone)).toMatch(/^0?9:00.*10:30/)
  expect(offsetOf(zone, Date.parse(start))).toBe(offset)
})

test('the year is written where it is not the one that the clock shows now', () => {
  const years = ['2031-01-01T04:30:00Z', Date.now()].map((instant) => /\d{4}/.exec(dateAt(instant, 'America/New_York'))?.[0])

  expect(years).toEqual(['2030', undefined])
})

test.for(['Etc/Unknown', '-03:00', 'EST+5', 'Mars/Olympus_Mons', ''])('for the zone %j of somebody else UTC is shown', (zone) => {
  expect(isKnownZone(zone)).toBe(false)
  expect([shownZone(zone), cityOf(zone), offsetOf(zone, 0)]).toEqual(['UTC', 'UTC', 'GMT'])
  expect(timeAt('2026-12-01T14:00:00Z', zone)).toMatch(/^(14|2):00/)
})

test('a zone of whole hours is called by the offset that people know', () => {
  expect([cityOf('Etc/GMT+3'), offsetOf('Etc/GMT+3', 0)]).toEqual(['GMT-3', 'GMT-3'])
})

test('places and UTC are offered, each a zone that services take', () => {
  const zones = offeredZones()

  expect(zones).toEqual(expect.arrayContaining(['UTC', 'Europe/Paris', 'America/Argentina/Ushuaia', 'Asia/Kolkata']))
  expect(zones.filter((zone) => !isKnownZone(zone) || /^(Etc\/|[A-Z0-9]{2,3}$(?<!UTC))/.test(zone))).toEqual([])
})
