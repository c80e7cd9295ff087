import { isTimeZone } from '@w2meet/scheduling'
import { expect, test } from 'vitest'
import { readableZone, zoneText } from './device-zone.ts'

test.for([
  ['Europe/Paris', 'Europe/Paris', true],
  ['EST5EDT', 'EST5EDT', true],
  ['-03:00', 'Etc/GMT+3', true],
  ['+14:00', 'Etc/GMT-14', true],
  ['+0900', 'Etc/GMT-9', true],
  ['+00:00', 'UTC', true],
  ['+05:30', 'UTC', false],
  ['-23:00', 'UTC', false],
  ['Etc/Unknown', 'UTC', false],
  ['', 'UTC', false],
  [undefined, 'UTC', false],
] as const)('a device that says %j is taken to be in %s', ([said, zone, known]) => {
  const read = readableZone(said)

  expect(read).toEqual({ zone, known })
  expect(isTimeZone(read.zone)).toBe(true)
})

test('people read the places of zones without underscores, and the hours of others with the sign that they know', () => {
  expect(['America/New_York', 'UTC', 'Etc/GMT+3', 'Etc/GMT-14'].map(zoneText)).toEqual([
    'America/New York',
    'UTC',
    'GMT-3',
    'GMT+14',
  ])
})
