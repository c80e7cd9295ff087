import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slotAt, slotsFrom } from '../test/support/wall-clock.ts'
import {
  emptySlots,
  epochMsOfSlot,
  instantTextOfSlot,
  periodsOf,
  removePeriod,
  slotFromInstant,
  slotOfInstant,
} from './horizon.ts'

const epochMs = fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2100, 0, 1) })
const start = epochMs.map(slotOfInstant)

test('an instant lies in its slot, and the slot from it begins less than a quarter-hour later', () => {
  fc.assert(
    fc.property(epochMs, (instant) => {
      const before = instant - epochMsOfSlot(slotOfInstant(instant))
      const after = epochMsOfSlot(slotFromInstant(instant)) - instant

      expect(before).toBeGreaterThanOrEqual(0)
      expect(before).toBeLessThan(900_000)
      expect(after).toBe(before === 0 ? 0 : 900_000 - before)
    }),
  )
})

test('the instant of a slot is in UTC without milliseconds, and is read back as the slot', () => {
  fc.assert(
    fc.property(start, (slot) => {
      const instant = instantTextOfSlot(slot)

      expect(instant).toMatch(/^\d{4}-\d\d-\d\dT\d\d:(00|15|30|45):00Z$/)
      expect(slotAt(instant)).toBe(slot)
    }),
  )
})

test('periods cover the slots that are set and no other, each apart from the next', () => {
  fc.assert(
    fc.property(start, fc.array(fc.boolean(), { maxLength: 200 }), (start, bits) => {
      const periods = periodsOf(slotsFrom(bits), { start, slots: bits.length })

      const covered = bits.map((_, i) => periods.filter((p) => slotAt(p.start) <= start + i && start + i < slotAt(p.end)).length)
      expect(covered).toEqual(bits.map(Number))
      expect(periods.slice(1).filter((period, i) => period.start <= periods[i]!.end)).toEqual([])
    }),
  )
})

test('a period reaches to the end of the horizon, within a word too', () => {
  const horizon = { start: slotAt('2026-11-23T09:00Z'), slots: 33 }

  const periods = periodsOf(slotsFrom(new Array(33).fill(true)), horizon)

  expect(periods).toEqual([{ start: '2026-11-23T09:00:00Z', end: '2026-11-23T17:15:00Z' }])
})

test.for([
  [0, 0],
  [1, 1],
  [32, 1],
  [33, 2],
  [5_376, 168],
])('the slots of a horizon of %i are %i words', ([slots, words]) => {
  const empty = emptySlots({ start: 0, slots: slots! })

  expect(empty).toEqual(new Uint32Array(words!))
})

test('a period takes out the slots that it touches, and no other', () => {
  const periods = fc.tuple(
    start,
    fc.integer({ min: 1, max: 200 }),
    fc.integer({ min: -5_000_000, max: 200_000_000 }),
    fc.integer({ min: 1, max: 50_000_000 }),
  )
  fc.assert(
    fc.property(periods, ([start, length, offsetMs, lengthMs]) => {
      const slots = emptySlots({ start, slots: length }).fill(0xffff_ffff)
      const from = epochMsOfSlot(start) + offsetMs

      removePeriod(slots, { start, slots: length }, from, from + lengthMs)

      for (let slot = 0; slot < length; slot++) {
        const isTouched = epochMsOfSlot(start + slot) < from + lengthMs && epochMsOfSlot(start + slot + 1) > from
        expect((slots[slot >>> 5]! >>> (slot & 31)) & 1).toBe(isTouched ? 0 : 1)
      }
    }),
  )
})
