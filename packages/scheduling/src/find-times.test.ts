import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { range } from '../test/support/horizons.ts'
import { everybody, isFreeAt, naiveCandidates } from '../test/support/naive-search.ts'
import { day, hourOfTheDay, type PlainSearch, plainSearches, toSearch } from '../test/support/plain-searches.ts'
import { findTimes } from './find-times.ts'

const search: PlainSearch = { ...hourOfTheDay, people: [day, day, day], required: [0, 1], optional: [2] }

function missingAt(plain: PlainSearch, start: number): number[] {
  return everybody(plain).filter((person) => !isFreeAt(plain, person, start))
}

/** The candidates in the order of the preference; `random` has none. */
function ranked(plain: PlainSearch): number[] {
  const candidates = naiveCandidates(plain)
  if (plain.preference === 'last') return candidates.toReversed()
  if (plain.preference === 'first') return candidates
  return candidates.toSorted((a, b) => missingAt(plain, a).length - missingAt(plain, b).length || a - b)
}

describe('the times', () => {
  test('are the candidates that a search one by one finds, ranked as preferred, and counted', () => {
    const rankedSearches = plainSearches.filter(({ preference }) => preference !== 'random')
    fc.assert(
      fc.property(rankedSearches, (plain) => {
        const oracle = ranked(plain)

        const answer = findTimes(toSearch(plain))

        expect(answer.candidates).toBe(oracle.length)
        expect(answer.times.map(({ start }) => start)).toEqual(oracle.slice(0, plain.limit))
      }),
      { numRuns: 500 },
    )
  })

  test('say who is missing, and count everybody once in however many roles', () => {
    fc.assert(
      fc.property(plainSearches, (plain) => {
        const total = everybody(plain).length

        const { times } = findTimes(toSearch(plain))

        for (const time of times) {
          expect(time.missing.toSorted()).toEqual(missingAt(plain, time.start).toSorted())
          expect(time).toMatchObject({ free: total - time.missing.length, total })
        }
      }),
      { numRuns: 300 },
    )
  })

  test('are explained exactly where there is none', () => {
    fc.assert(
      fc.property(plainSearches, (plain) => {
        const answer = findTimes(toSearch(plain))

        expect(answer.none === null).toBe(answer.candidates > 0)
        expect(answer.times.length).toBe(Math.min(plain.limit, answer.candidates))
      }),
    )
  })

  test('leave what was given as it was', () => {
    fc.assert(
      fc.property(plainSearches, (plain) => {
        const given = toSearch(plain)

        findTimes(given)

        const { random: _, ...rest } = given
        expect(rest).toEqual((({ random: _, ...same }) => same)(toSearch(plain)))
      }),
    )
  })
})

test('most people counts those who are only in groups, and the earlier of equal times is first', () => {
  const late = new Set(range(90, 96))
  const ranked = { ...search, people: [day, late, late, day], required: [0], optional: [3], preference: 'most' as const }

  const { times } = findTimes(toSearch({ ...ranked, groups: [{ members: [1, 2], atLeast: 0 }], limit: 4 }))

  expect(times.map(({ start, free, total }) => [start, free, total])).toEqual([
    [90, 4, 4],
    [91, 4, 4],
    [92, 4, 4],
    [0, 2, 4],
  ])
})

describe('random times', () => {
  test('are distinct candidates, and the same for the same seed', () => {
    fc.assert(
      fc.property(plainSearches, (plain) => {
        const random = { ...plain, preference: 'random' as const }
        const candidates = new Set(naiveCandidates(random))

        const starts = findTimes(toSearch(random)).times.map(({ start }) => start)

        expect(new Set(starts).size).toBe(Math.min(candidates.size, random.limit))
        expect(new Set(starts).isSubsetOf(candidates)).toBe(true)
        expect(findTimes(toSearch(random)).times.map(({ start }) => start)).toEqual(starts)
      }),
      { numRuns: 300 },
    )
  })

  test('are each candidate equally often, at each place of the answer', () => {
    const draws = 4_000
    const tenCandidates = { ...search, windowSlots: 13, preference: 'random' as const, limit: 3 }
    const seen = range(0, 3).map(() => new Array<number>(10).fill(0))

    for (let seed = 0; seed < draws; seed++) {
      const { times } = findTimes(toSearch({ ...tenCandidates, seed }))
      for (const [place, { start }] of times.entries()) seen[place]![start]!++
    }

    // Five standard deviations of a binomial with p = 0.1.
    const tolerance = 5 * Math.sqrt(draws * 0.1 * 0.9)
    for (const count of seen.flat()) expect(Math.abs(count - draws / 10)).toBeLessThan(tolerance)
  })
})

describe('at the edges', () => {
  test('without people every start on the step within working hours will do', () => {
    const nobody = { ...search, people: [], required: [], optional: [], working: new Set(range(40, 48)) }

    const answer = findTimes(toSearch(nobody))

    expect(answer.candidates).toBe(5)
    expect(answer.times[0]).toEqual({ start: 40, free: 0, total: 0, missing: [] })
  })

  test('without required people a quorum of the optional ones decides', () => {
    const busy = new Set<number>()
    const quorum = { ...search, people: [busy, day, new Set(range(8, 16))], required: [], optional: [0, 1, 2], atLeast: 2 }

    const answer = findTimes(toSearch(quorum))

    expect(answer.times.map(({ start, missing }) => [start, missing])).toEqual([8, 9, 10, 11, 12].map((start) => [start, [0]]))
  })

  test('a limit above the candidates gives them all', () => {
    const answer = findTimes(toSearch({ ...search, windowSlots: 6, limit: 50 }))

    expect(answer.times.map(({ start }) => start)).toEqual([0, 1, 2])
  })

  test('10,000 people are searched and ranked like a few', () => {
    const people = range(0, 10_000).map((person) => (person < 5_000 ? day : new Set(range(person % 7 === 0 ? 48 : 50, 96))))
    const crowd = { ...search, people, required: range(0, 5_000), optional: range(5_000, 10_000), preference: 'most' as const }

    const answer = findTimes(toSearch({ ...crowd, atLeast: 5_001, limit: 3 }))

    expect(answer.candidates).toBe(45)
    expect(answer.times.map(({ start, free, total }) => [start, free, total])).toEqual([
      [50, 10_000, 10_000],
      [51, 10_000, 10_000],
      [52, 10_000, 10_000],
    ])
  })
})

test.for<[string, Partial<PlainSearch>, string]>([
  ['a duration of 0', { duration: 0 }, 'duration is a whole number from 1 to 48, not 0'],
  ['a duration of 49', { duration: 49 }, 'duration is a whole number from 1 to 48, not 49'],
  ['no time wanted', { limit: 0 }, 'limit is a whole number from 1 to 50, not 0'],
  ['a window that ends after the horizon', { windowSlots: 97 }, 'windowSlots is a whole number from 0 to 96, not 97'],
  ['more people than there are', { atLeast: 4 }, 'atLeast is a whole number from 0 to 3, not 4'],
  [
    'more of a group than it has',
    { groups: [{ members: [0, 2], atLeast: 3 }] },
    "a group's atLeast is a whole number from 0 to 2",
  ],
  ['somebody required and optional', { optional: [1] }, 'person 1 is named twice'],
  ['somebody twice in a group', { groups: [{ members: [2, 2], atLeast: 1 }] }, 'person 2 is named twice'],
  ['somebody who is not there', { optional: [3] }, 'there is no person 3 among 3'],
])('%s is refused with a RangeError that says so', ([, change, message]) => {
  const find = () => findTimes(toSearch({ ...search, ...change }))

  expect(find).toThrow(RangeError)
  expect(find).toThrow(message)
})

test('people whose slots are fewer than the horizon are refused with a RangeError', () => {
  const short = { ...toSearch(search), people: [new Uint32Array(3), new Uint32Array(2), new Uint32Array(3)] }

  const find = () => findTimes(short)

  expect(find).toThrow(RangeError)
  expect(find).toThrow('96 slots are 3 words, not 2')
})
