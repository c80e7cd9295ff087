import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { range } from '../test/support/horizons.ts'
import { everybody, isFreeAt, naiveCandidates, offeredStarts, startsOnStep, without } from '../test/support/naive-search.ts'
import { day, hourOfTheDay, type PlainSearch, plainSearches, toSearch } from '../test/support/plain-searches.ts'
import { findTimes } from './find-times.ts'
import type { SearchRelaxation } from './no-times.ts'

const unanswerable = plainSearches.filter((plain) => naiveCandidates(plain).length === 0)
const runs = { numRuns: 400 }

function explain(plain: PlainSearch) {
  return findTimes(toSearch(plain)).none!
}

/** The changed search, or undefined where the change is not promised to be possible. */
function apply(plain: PlainSearch, relaxation: SearchRelaxation): PlainSearch | undefined {
  if (relaxation.change === 'drop') return without(plain, relaxation.person)
  if (relaxation.change === 'shorten') return { ...plain, duration: relaxation.duration }
  return { ...plain, windowSlots: relaxation.windowSlots }
}

/** How many candidates there are without each required person who can be left out; 0 for the others. */
function candidatesWithout(plain: PlainSearch): Map<number, number> {
  return new Map(
    plain.required.map((person) => {
      const changed = without(plain, person)
      return [person, changed === undefined ? 0 : naiveCandidates(changed).length]
    }),
  )
}

/** What each reason says of a search, as the people who ask would check it. */
const isTrue = {
  window_too_short: (plain: PlainSearch) => startsOnStep(plain).length === 0,
  outside_working_hours: (plain: PlainSearch) =>
    offeredStarts(plain).length === 0 || naiveCandidates({ ...plain, working: new Set(range(0, plain.slots)) }).length > 0,
  nobody_available: (plain: PlainSearch) =>
    offeredStarts(plain).every((start) => everybody(plain).every((person) => !isFreeAt(plain, person, start))),
  no_common_time: () => true,
}

describe('where there is no time', () => {
  test('the reason is the first that is true', () => {
    fc.assert(
      fc.property(unanswerable, (plain) => {
        const reasons = Object.keys(isTrue) as (keyof typeof isTrue)[]
        const first = reasons.find((reason) => isTrue[reason](plain))

        expect(explain(plain).reason).toBe(first)
      }),
      runs,
    )
  })

  test('whoever is in the way is named with the candidates there would be without, most first', () => {
    fc.assert(
      fc.property(unanswerable, (plain) => {
        const oracle = [...candidatesWithout(plain)].filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1])

        const named = explain(plain).blockers.filter((blocker) => blocker.candidatesWithout > 0)

        expect(named.map((blocker) => [blocker.person, blocker.candidatesWithout])).toEqual(oracle)
      }),
      runs,
    )
  })

  test('where leaving out one does not help, those who never have time are named, if there is a start at all', () => {
    fc.assert(
      fc.property(unanswerable, (plain) => {
        const offered = offeredStarts(plain)
        const counts = candidatesWithout(plain)
        const never = plain.required.filter((person) => !offered.some((start) => isFreeAt(plain, person, start)))
        const oracle = offered.length === 0 ? [] : never.filter((person) => counts.get(person) === 0)

        const named = explain(plain).blockers.filter((blocker) => blocker.candidatesWithout === 0)

        expect(named.map(({ person }) => person)).toEqual(oracle)
      }),
      runs,
    )
  })

  test('each relaxation, applied, has as many candidates and the first start that it promised', () => {
    fc.assert(
      fc.property(unanswerable, (plain) => {
        for (const relaxation of explain(plain).relaxations) {
          const changed = apply(plain, relaxation)!

          const { candidates, times } = findTimes(toSearch({ ...changed, preference: 'first' }))

          expect({ candidates, start: times[0]?.start }).toEqual({ candidates: relaxation.candidates, start: relaxation.start })
          expect(naiveCandidates(changed)).toHaveLength(candidates)
        }
      }),
      runs,
    )
  })

  test('the relaxations are the nearest, and none that helps is kept back', () => {
    fc.assert(
      fc.property(unanswerable, (plain) => {
        const helps = (changed: PlainSearch) => naiveCandidates(changed).length > 0
        const drops = [...candidatesWithout(plain).values()].filter((count) => count > 0).sort((a, b) => b - a)
        const shorter = range(1, plain.duration).findLast((duration) => helps({ ...plain, duration }))
        const longer = range(plain.windowSlots + 1, plain.slots + 1).find((windowSlots) => helps({ ...plain, windowSlots }))

        const { relaxations } = explain(plain)

        const of = (change: SearchRelaxation['change']) => relaxations.filter((relaxation) => relaxation.change === change)
        expect(of('drop').map(({ candidates }) => candidates)).toEqual(drops.slice(0, 3))
        expect(of('shorten')).toMatchObject(shorter === undefined ? [] : [{ duration: shorter }])
        expect(of('extend')).toMatchObject(longer === undefined ? [] : [{ windowSlots: longer }])
      }),
      runs,
    )
  })
})

describe('of many who are in the way', () => {
  const busy = new Set<number>()

  test('ten are named at most', () => {
    const people = range(0, 30).map((person) => (person < 25 ? busy : day))

    const { blockers } = explain({ ...hourOfTheDay, people, required: range(0, 30) })

    expect(blockers).toEqual(range(0, 10).map((person) => ({ person, candidatesWithout: 0 })))
  })

  test('dropping is proposed for the three without whom there is most time', () => {
    const alone = range(0, 6).map((person) => new Set(range(person * 16, person * 16 + 4 + person)))
    const search = { ...hourOfTheDay, people: alone.map((slots) => day.difference(slots)), required: range(0, 6) }
    const working = new Set(alone.flatMap((slots) => [...slots]))

    const { relaxations } = explain({ ...search, working })

    expect(relaxations.filter(({ change }) => change === 'drop')).toEqual([
      { change: 'drop', person: 5, candidates: 6, start: 80 },
      { change: 'drop', person: 4, candidates: 5, start: 64 },
      { change: 'drop', person: 3, candidates: 4, start: 48 },
    ])
  })

  test('the only one who is asked cannot be dropped', () => {
    const none = explain({ ...hourOfTheDay, people: [busy], required: [0] })

    expect(none).toEqual({ reason: 'nobody_available', blockers: [{ person: 0, candidatesWithout: 0 }], relaxations: [] })
  })

  test('whom a quorum of all needs is not dropped', () => {
    const none = explain({ ...hourOfTheDay, people: [day, busy], required: [0, 1], atLeast: 2 })

    expect(none).toEqual({ reason: 'no_common_time', blockers: [{ person: 1, candidatesWithout: 0 }], relaxations: [] })
  })

  test('a meeting longer than the window is told both ways out', () => {
    const none = explain({ ...hourOfTheDay, people: [day], required: [0], windowSlots: 3 })

    expect(none).toEqual({
      reason: 'window_too_short',
      blockers: [],
      relaxations: [
        { change: 'shorten', duration: 3, candidates: 1, start: 0 },
        { change: 'extend', windowSlots: 4, candidates: 1, start: 0 },
      ],
    })
  })
})
