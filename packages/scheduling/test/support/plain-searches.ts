import fc from 'fast-check'
import { createRandom } from '../../src/random.ts'
import type { SlotSearch } from '../../src/slot-search.ts'
import { freeSlotsWithin, horizonLengths, range, toSlots } from './horizons.ts'

type Sets = 'people' | 'working' | 'starts'
/** A search as the oracle reads it: slots are plain sets. */
export type PlainSearch = Omit<SlotSearch, Sets | 'random'> & {
  people: Set<number>[]
  working: Set<number>
  starts: Set<number>
  seed: number
}

export function toSearch({ people, working, starts, seed, ...rest }: PlainSearch): SlotSearch {
  const toBits = (free: Set<number>) => toSlots(rest.slots, free)
  const random = createRandom(seed)
  return { ...rest, people: people.map(toBits), working: toBits(working), starts: toBits(starts), random }
}

export const day = new Set(range(0, 96))

/** The first hours of a day on which all who are asked have time, and nobody is asked. */
export const hourOfTheDay: PlainSearch = {
  people: [],
  required: [],
  optional: [],
  groups: [],
  atLeast: 0,
  duration: 4,
  windowSlots: 96,
  slots: 96,
  working: day,
  starts: day,
  preference: 'first',
  seed: 1,
  limit: 5,
}

type Role = 'required' | 'optional' | 'none'

/** Searches for up to six people in any role, with and without a time, and with each reason for having none. */
export const plainSearches: fc.Arbitrary<PlainSearch> = horizonLengths.chain((slots) => {
  const everything = new Set(range(0, slots))
  const free = freeSlotsWithin(slots)
  const person = fc.tuple(free, free, fc.boolean()).map(([own, more, mostlyFree]) => (mostlyFree ? own.union(more) : own))
  return fc
    .record({
      people: fc.array(person, { maxLength: 6 }),
      roles: fc.array(fc.constantFrom<Role>('required', 'required', 'optional', 'none'), { minLength: 6, maxLength: 6 }),
      groups: fc.array(fc.record({ members: fc.subarray(range(0, 6)), atLeast: fc.nat(6) }), { maxLength: 2 }),
      atLeast: fc.nat(6),
      duration: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 48 })),
      windowSlots: fc.oneof(fc.nat(slots), fc.constant(slots)),
      working: fc.oneof(fc.constant(everything), fc.constant(everything), free),
      step: fc.record({ every: fc.constantFrom(1, 2, 4), offset: fc.nat(3) }),
      preference: fc.constantFrom('most' as const, 'first' as const, 'last' as const, 'random' as const),
      limit: fc.integer({ min: 1, max: 50 }),
      seed: fc.maxSafeInteger(),
    })
    .map(({ roles, step, ...rest }) => {
      const withRole = (role: Role) => rest.people.map((_, index) => index).filter((index) => roles[index] === role)
      const [required, optional] = [withRole('required'), withRole('optional')]
      return {
        ...rest,
        slots,
        required,
        optional,
        atLeast: Math.min(rest.atLeast, required.length + optional.length),
        groups: rest.groups.map(({ members, atLeast }) => {
          const there = members.filter((index) => index < rest.people.length)
          return { members: there, atLeast: Math.min(atLeast, there.length) }
        }),
        starts: new Set(range(0, slots).filter((slot) => slot % step.every === step.offset % step.every)),
      }
    })
})
