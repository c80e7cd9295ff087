import assert from 'node:assert/strict'
import { findTimes, type SlotSearch } from '@w2meet/scheduling'
import type { Bench } from './bench.ts'
import { figure, type Timing, timeInTurn } from './engine-measure.ts'
import { horizonOf, officeWeeks } from './engine-people.ts'
import type { Table } from './table.ts'

const WEEKS = 2
const SLOTS = WEEKS * 672

/** The best five times of two weeks for 10 to 10,000 people, by the kind of search. */
export async function measureTimes(bench: Bench): Promise<Table> {
  const rows: string[][] = []
  for (const [kind, ask] of Object.entries(kinds)) {
    let before: Timing | undefined
    for (const size of [10, 100, 1_000, 10_000]) {
      bench.onProgress(`Search, ${kind}: ${size} people …`)
      const search = ask(size)
      const { candidates, none } = findTimes(search)
      assert.equal(candidates, countOneByOne(search))

      const { ours, loop } = await timeInTurn(bench, {
        ours: () => findTimes(search),
        loop: () => countOneByOne(search),
      })
      rows.push([
        `${kind}: ${size}`,
        ...[ours.p50, ours.p99].map((ns) => figure(ns / 1e6)),
        before === undefined ? '' : figure(ours.p50 / before.p50),
        ...(none ? ['', ''] : [figure(loop.p50 / 1e6), figure(loop.p50 / ours.p50)]),
      ])
      before = ours
    }
  }
  return {
    title: 'Search for a time',
    note: `findTimes alone, ${WEEKS} weeks, five best, in ms; the least disturbed of ${bench.plan.rounds} rounds in turn. The loop beside it goes over starts, people and slots, leaves off at the first one that does not hold, only counts candidates, and explains nothing.`,
    head: ['search: people', 'p50', 'p99', 'times the row above', 'loop p50', 'loop / ours'],
    rows,
  }
}

/** An hour, or rather its starts, that suits all of so many people in two weeks. */
export const hourForAll = (size: number) => searchOf(size, { required: size })

const kinds = {
  'an hour for all': hourForAll,
  'an hour for three and half of the rest': (size: number) => searchOf(size, { required: 3, atLeast: size / 2 }),
  'twelve hours, which nobody has, explained': (size: number) => searchOf(size, { required: size, duration: 48 }),
}

function searchOf(
  size: number,
  { required, atLeast = 0, duration = 4 }: { required: number; atLeast?: number; duration?: number },
) {
  const people = officeWeeks(size, { meetings: true }).map((intervals) => horizonOf(intervals, WEEKS))
  const all = people.map((_, person) => person)
  const everything = horizonOf({}, WEEKS).fill(0xffff_ffff)
  return {
    people,
    required: all.slice(0, required),
    optional: all.slice(required),
    groups: [],
    atLeast,
    duration,
    windowSlots: SLOTS,
    slots: SLOTS,
    working: everything,
    starts: everything,
    preference: 'most',
    random: () => 0,
    limit: 5,
  } satisfies SlotSearch
}

/** The candidates, as a loop over starts, people and slots finds them; it need not rank them. */
function countOneByOne({ people, required, optional, atLeast, duration }: SlotSearch): number {
  let candidates = 0
  for (let start = 0; start + duration <= SLOTS; start++) {
    const isFree = (person: number) => {
      for (let slot = start; slot < start + duration; slot++) {
        if (((people[person]![slot >>> 5]! >>> (slot & 31)) & 1) === 0) return false
      }
      return true
    }
    if (required.every(isFree) && required.length + optional.filter(isFree).length >= atLeast) candidates++
  }
  return candidates
}
