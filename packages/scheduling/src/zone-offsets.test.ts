import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHANGED_ZONES, clockAtMs, clocksIn, slotAt, zonedHorizons } from '../test/support/wall-clock.ts'
import { FIRST_MS, instantText } from './horizon.ts'
import { getZone } from './time-zone.ts'
import { type OffsetSpan, offsetsIn, weekSlotAt } from './zone-offsets.ts'
import { createZoneTable } from './zone-table.ts'
import { ZONES_1980 } from './zones-1980.ts'

test('each quarter-hour has the offset that the clock has when it begins', () => {
  fc.assert(
    fc.property(zonedHorizons, ({ timezone, horizon }) => {
      const spans = offsetsIn(timezone, horizon)

      const offsets = spans.flatMap(({ from, to, offset }) => Array.from({ length: to - from }, () => offset))
      expect(offsets).toEqual(clocksIn(timezone, horizon).map((clock) => clock.offsetNanoseconds / 900e9))
    }),
  )
})

test('stretches follow each other from the start of the horizon to its end, none is empty, and offsets differ', () => {
  fc.assert(
    fc.property(zonedHorizons, ({ timezone, horizon }) => {
      const spans = offsetsIn(timezone, horizon)

      expect(spans[0]!.from).toBe(horizon.start)
      expect(spans.at(-1)!.to).toBe(horizon.start + horizon.slots)
      spans.forEach(({ from, to, offset }, i) => {
        expect(from).toBeLessThan(to)
        expect(from).toBe(spans[i - 1]?.to ?? from)
        expect(offset).not.toBe(spans[i - 1]?.offset)
      })
    }),
  )
})

/** All changes of a clock that Temporal knows from 1980 to 2099: when, and how many quarter-hours it is then ahead of UTC. */
function changesByTemporal(timezone: string): string[] {
  const changes: string[] = []
  for (let clock = clockAtMs(FIRST_MS, timezone).getTimeZoneTransition('next'); clock && clock.year < 2100; ) {
    changes.push(`${instantText(clock.epochMilliseconds)} ${clock.offsetNanoseconds / 900e9}`)
    clock = clock.getTimeZoneTransition('next')
  }
  return changes
}

function changesByTable(timezone: string): string[] {
  const { changes, offsets } = getZone(timezone)
  const all = [...changes].map((minute, index) => [minute * 60_000, offsets[index + 1]!] as const)
  const asked = all.filter(([ms, offset]) => ms > FIRST_MS && new Date(ms + offset * 900_000).getUTCFullYear() < 2100)
  return asked.map(([ms, offset]) => `${instantText(ms)} ${offset}`)
}

test('every clock changes from 1980 to 2099 as that of Temporal, but where governments decided since its edition', () => {
  const { names } = createZoneTable(ZONES_1980)

  const different = names.filter((name) => String(changesByTable(name)) !== String(changesByTemporal(name)))

  expect([...new Set(different.map((name) => getZone(name).name))]).toEqual(CHANGED_ZONES)
})

test.for([
  ['America/Winnipeg', '2026-12-01T14:00Z'],
  ['America/Havana', '2026-12-01T13:00Z'],
  ['America/Inuvik', '2026-12-01T15:00Z'],
] as const)(
  '09:00 on 2026-12-01 in %s is %s, as the governments decided after the edition of Node.js 26.10',
  ([timezone, instant]) => {
    const [{ offset }] = offsetsIn(timezone, { start: slotAt(instant), slots: 96 }) as [OffsetSpan]

    expect(weekSlotAt(slotAt(instant), offset)).toBe(96 + 9 * 4)
  },
)

test('every clock of the table is whole quarter-hours from UTC in the years that are accepted', () => {
  const horizon = { start: slotAt('1979-12-29T00:00Z'), slots: slotAt('2100-01-06T00:00Z') - slotAt('1979-12-29T00:00Z') }

  const odd = Intl.supportedValuesOf('timeZone').filter((timezone) => {
    return offsetsIn(timezone, horizon).some(({ offset }) => !Number.isInteger(offset))
  })

  expect(odd).toEqual([])
})

test("Lord Howe's clock moves by half an hour", () => {
  const spans = offsetsIn('Australia/Lord_Howe', { start: slotAt('2026-04-01T00:00Z'), slots: 672 })

  expect(spans).toEqual([
    { from: slotAt('2026-04-01T00:00Z'), to: slotAt('2026-04-04T15:00Z'), offset: 44 },
    { from: slotAt('2026-04-04T15:00Z'), to: slotAt('2026-04-08T00:00Z'), offset: 42 },
  ])
})

test('a clock that jumps within a quarter-hour counts as jumping at its end', () => {
  const spans = offsetsIn('Antarctica/Casey', { start: slotAt('2020-10-03T16:00Z'), slots: 2 })

  expect(spans).toEqual([
    { from: slotAt('2020-10-03T16:00Z'), to: slotAt('2020-10-03T16:15Z'), offset: 32 },
    { from: slotAt('2020-10-03T16:15Z'), to: slotAt('2020-10-03T16:30Z'), offset: 44 },
  ])
})

test('the offset of a jump belongs to the stretch that begins with it', () => {
  const spans = offsetsIn('Europe/Paris', { start: slotAt('2026-03-29T01:00Z'), slots: 4 })

  expect(spans).toEqual([{ from: slotAt('2026-03-29T01:00Z'), to: slotAt('2026-03-29T02:00Z'), offset: 8 }])
})

test('a zone that nobody knows is refused', () => {
  const ask = () => offsetsIn('Mars/Olympus_Mons', { start: 0, slots: 1 })

  expect(ask).toThrow(RangeError)
})
