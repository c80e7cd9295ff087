import { expect, test } from 'vitest'
import { getZone } from './time-zone.ts'
import { epochMsOfWall, offsetMsAt, offsetText } from './zone-clock.ts'

const HOUR_MS = 3_600_000

test.for([
  ['2026-10-25T00:59:59.999Z', 2],
  ['2026-10-25T01:00:00Z', 1],
  ['2099-07-01T00:00:00Z', 2],
] as const)('at %s the clock of Paris is %i hours ahead of UTC', ([instant, hours]) => {
  expect(offsetMsAt(getZone('Europe/Paris'), Date.parse(instant))).toBe(hours * HOUR_MS)
})

test('of a day that a clock skipped, a time is read with the offset before it', () => {
  const instant = epochMsOfWall(getZone('Pacific/Apia'), Date.parse('2011-12-30T12:00:00Z'))

  expect(new Date(instant).toISOString()).toBe('2011-12-30T22:00:00.000Z')
})

test.for([
  [5.5, 'GMT+5:30'],
  [-3, 'GMT-3'],
  [-9.5, 'GMT-9:30'],
  [12.75, 'GMT+12:45'],
  [0, 'GMT'],
] as const)('%d hours ahead of UTC is written %s', ([hours, text]) => {
  expect(offsetText(hours * HOUR_MS)).toBe(text)
})
