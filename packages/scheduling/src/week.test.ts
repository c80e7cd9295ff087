import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeSlotSets, isFree, SLOTS, slotsOf, weekOf } from '../test/support/free-slots.ts'
import { nextSlot } from './bits.ts'
import { emptyWeek, freeSlots, WEEK_BYTES, weekFromBase64, weekFromBytes, weekToBase64, weekToBytes } from './week.ts'

const range = fc.tuple(fc.nat(SLOTS), fc.nat(SLOTS))
const weekBytes = fc.uint8Array({ minLength: WEEK_BYTES, maxLength: WEEK_BYTES })

describe('slots', () => {
  test('nothing is free in an empty week', () => {
    const week = emptyWeek()

    const free = slotsOf(week)

    expect(free).toEqual([])
  })

  test('freeing ranges frees the slots from each start up to before each end, and no other', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), (ranges) => {
        const week = emptyWeek()
        const oracle = new Array<boolean>(SLOTS).fill(false)

        for (const [from, to] of ranges) {
          freeSlots(week, from, to)
          for (let slot = from; slot < to; slot++) oracle[slot] = true
        }

        expect(oracle.map((_, slot) => isFree(week, slot))).toEqual(oracle)
      }),
    )
  })

  test('the next slot that is free, or that is not, is the one a search slot by slot finds', () => {
    fc.assert(
      fc.property(freeSlotSets, range, fc.boolean(), (slots, [from, to], free) => {
        const week = weekOf(slots)
        let oracle = from
        while (oracle < to && slots.has(oracle) !== free) oracle++

        expect(nextSlot(week, from, to, free)).toBe(from < to ? oracle : to)
      }),
    )
  })

  test('a whole week can be free, its last quarter-hour included', () => {
    const week = emptyWeek()

    freeSlots(week, 0, SLOTS)

    expect(slotsOf(week)).toHaveLength(SLOTS)
  })
})

describe('bytes', () => {
  test('a week comes back from its bytes as it was', () => {
    fc.assert(
      fc.property(freeSlotSets, (slots) => {
        const week = weekOf(slots)

        const back = weekFromBytes(weekToBytes(week))

        expect(back).toEqual(week)
      }),
    )
  })

  test('any 84 bytes are a week and come back as they were', () => {
    fc.assert(
      fc.property(weekBytes, (bytes) => {
        const back = weekToBytes(weekFromBytes(bytes))

        expect([...back]).toEqual([...bytes])
      }),
    )
  })

  test('slot i is bit i & 7, lowest first, of byte i >> 3', () => {
    fc.assert(
      fc.property(freeSlotSets, (slots) => {
        const oracle = new Array<number>(WEEK_BYTES).fill(0)
        for (const slot of slots) oracle[Math.floor(slot / 8)]! += 2 ** (slot % 8)

        const bytes = weekToBytes(weekOf(slots))

        expect([...bytes]).toEqual(oracle)
      }),
    )
  })

  test('the first slot is the lowest bit of the first byte, and the last the highest of the last', () => {
    const bytes = weekToBytes(weekOf([0, SLOTS - 1]))

    expect(bytes[0]).toBe(0b0000_0001)
    expect(bytes[WEEK_BYTES - 1]).toBe(0b1000_0000)
  })

  test('bytes in the middle of a larger buffer are read from where they begin', () => {
    const week = weekOf([0, 9, SLOTS - 1])
    const larger = new Uint8Array(WEEK_BYTES + 10).fill(0xff)
    larger.set(weekToBytes(week), 3)

    const back = weekFromBytes(larger.subarray(3, 3 + WEEK_BYTES))

    expect(back).toEqual(week)
  })

  test.for([0, 1, 83, 85, 168])('%i bytes are refused with a RangeError that says how many a week has', (length) => {
    const bytes = new Uint8Array(length)

    const read = () => weekFromBytes(bytes)

    expect(read).toThrow(RangeError)
    expect(read).toThrow(`a week is 84 bytes, not ${length}`)
  })
})

describe('base64', () => {
  test('is that of the 84 bytes, 112 characters, and the week comes back from it as it was', () => {
    fc.assert(
      fc.property(freeSlotSets, (slots) => {
        const week = weekOf(slots)

        const text = weekToBase64(week)

        expect(text).toBe(Buffer.from(weekToBytes(week)).toString('base64'))
        expect(text).toHaveLength(112)
        expect(weekFromBase64(text)).toEqual(week)
      }),
    )
  })

  test('a week read earlier stays as it was when another is read', () => {
    const first = weekFromBase64(weekToBase64(weekOf([1])))

    weekFromBase64(weekToBase64(weekOf([2])))

    expect(slotsOf(first)).toEqual([1])
  })

  test.for([0, 81, 83, 85, 87])('of %i bytes is refused with a RangeError', (length) => {
    const text = Buffer.alloc(length).toString('base64')

    const read = () => weekFromBase64(text)

    expect(read).toThrow(RangeError)
  })

  test('what is no base64 is refused with a SyntaxError', () => {
    const read = () => weekFromBase64('!'.repeat(112))

    expect(read).toThrow(SyntaxError)
  })
})
