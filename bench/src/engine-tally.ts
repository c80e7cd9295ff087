import assert from 'node:assert/strict'
import { createTally, type Slots } from '@w2meet/scheduling'
import type { Bench } from './bench.ts'
import { figure, timeInTurn } from './engine-measure.ts'
import { horizonOf, officeWeeks } from './engine-people.ts'
import type { Table } from './table.ts'

const PEOPLE = 10_000
const WEEKS = 8
const SLOTS = WEEKS * 672

/** How many of 10,000 people are free in each quarter-hour of 8 weeks, beside the time to read their bits once. */
export async function measureTally(bench: Bench): Promise<Table> {
  bench.onProgress(`Tally: ${PEOPLE} people, ${WEEKS} weeks …`)
  const people = officeWeeks(PEOPLE, { meetings: true }).map((intervals) => horizonOf(intervals, WEEKS))
  assert.deepEqual([...tally(people)], countSlotBySlot(people))

  const { sum, ours, loop } = await timeInTurn(bench, {
    sum: () => sumWords(people),
    ours: () => tally(people),
    loop: () => countSlotBySlot(people),
  })

  const toRow = (name: string, ns: number) => [name, figure(ns / 1e6), figure(ns / sum.p50)]
  return {
    title: 'Tally',
    note: `${PEOPLE} people, ${WEEKS} weeks: ${SLOTS} quarter-hours. Medians; the least disturbed of ${bench.plan.rounds} rounds in turn.`,
    head: ['way', 'ms', 'ratio to the sum'],
    rows: [
      toRow('plain sum over the same words', sum.p50),
      toRow('ours: counts for every slot', ours.p50),
      toRow('loop over people and slots', loop.p50),
    ],
  }
}

function tally(people: readonly Slots[]): Uint16Array {
  const counted = createTally(SLOTS)
  for (const free of people) counted.add(free)
  return counted.counts()
}

function sumWords(people: readonly Slots[]): number {
  let sum = 0
  for (const free of people) for (let word = 0; word < free.length; word++) sum = (sum + free[word]!) | 0
  return sum
}

function countSlotBySlot(people: readonly Slots[]): number[] {
  const counts = new Array<number>(SLOTS).fill(0)
  for (const free of people) {
    for (let slot = 0; slot < SLOTS; slot++) counts[slot]! += (free[slot >>> 5]! >>> (slot & 31)) & 1
  }
  return counts
}
