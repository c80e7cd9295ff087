import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clocksIn, slotAt, zonedHorizons } from '../test/support/wall-clock.ts'
import { offsetsIn } from './zone-offsets.ts'

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

test('every clock of the machine is whole quarter-hours from UTC in the years that are accepted', () => {
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
