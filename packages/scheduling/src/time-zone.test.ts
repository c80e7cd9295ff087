import fc from 'fast-check'
import { expect, test } from 'vitest'
import { getZone, isTimeZone } from './time-zone.ts'

const twoDigits = (below: number) => fc.nat(below - 1).map((n) => String(n).padStart(2, '0'))
const offsets = fc
  .tuple(fc.constantFrom('+', '-'), twoDigits(24), fc.constantFrom('', ':', 'none'), twoDigits(60))
  .map(([sign, hours, separator, minutes]) =>
    separator === 'none' ? `${sign}${hours}` : `${sign}${hours}${separator}${minutes}`,
  )

test('every zone of the runtime is known', () => {
  const zones = Intl.supportedValuesOf('timeZone')

  const unknown = zones.filter((zone) => !isTimeZone(zone))

  expect(zones.length).toBeGreaterThan(300)
  expect(unknown).toEqual([])
})

test('a zone is known in any case of letters', () => {
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
  fc.assert(
    fc.property(zone, fc.infiniteStream(fc.boolean()), (name, upper) => {
      const mixed = [...name].map((letter) => (upper.next().value ? letter.toUpperCase() : letter.toLowerCase())).join('')

      const known = isTimeZone(mixed)

      expect(known).toBe(true)
    }),
  )
})

test.for(['US/Eastern', 'Asia/Calcutta', 'Europe/Kiev', 'Asia/Saigon', 'GB', 'utc', 'Etc/UTC', 'Etc/GMT+5', 'PST8PDT'])(
  'the link %s is known',
  (link) => {
    const known = isTimeZone(link)

    expect(known).toBe(true)
  },
)

test('an offset is no zone, since it cannot follow daylight saving', () => {
  fc.assert(
    fc.property(offsets, (offset) => {
      const known = isTimeZone(offset)

      expect(known).toBe(false)
    }),
    { examples: [['+05:30'], ['-08:00'], ['+0530'], ['+00']] },
  )
})

test.for([
  '',
  ' ',
  'Mars/Olympus_Mons',
  'Europe',
  'Europe/',
  'Europe/Paris ',
  ' Europe/Paris',
  'UTC+5',
  'Etc/Unknown',
  'Asia/To\u212ayo',
  'constructor',
  '__proto__',
  'GMT+01:00',
  '1',
  '-',
])('the nonsense %j is no zone', (nonsense) => {
  const known = isTimeZone(nonsense)

  expect(known).toBe(false)
})

test.for(['PST', 'IST', 'US/Pacific-New'])('%s, a name that formats know and the table does not, is no zone', (name) => {
  const known = isTimeZone(name)

  expect(known).toBe(false)
})

test('a name asked again gets the same answer', () => {
  const names = ['Europe/Paris', 'Nowhere/At_All', 'europe/paris']

  const first = names.map(isTimeZone)

  expect(names.map(isTimeZone)).toEqual(first)
  expect(first).toEqual([true, false, true])
})

test('a link has the clock of its zone', () => {
  const [link, zone] = [getZone('asia/CALCUTTA'), getZone('Asia/Kolkata')]

  expect(link).toEqual(zone)
})

test('a name that the table does not have is refused with the name and the edition', () => {
  const ask = () => getZone('Etc/Unknown')

  expect(ask).toThrow(new RangeError('"Etc/Unknown" is no time zone of edition 2026f'))
})
