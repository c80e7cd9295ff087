import assert from 'node:assert/strict'
import { type IntervalsMap, intersectSlots, intervalsOf, weekFromIntervals } from '@w2meet/scheduling'
import type { Bench } from './bench.ts'
import { dateIntervals, hourSets, intersectSets, mergeDates, quarterSets, sweepDates } from './engine-baselines.ts'
import { figure, timeInTurn } from './engine-measure.ts'
import { officeWeeks } from './engine-people.ts'
import type { Table } from './table.ts'

/** The intersection of 2, 100 and 10,000 weeks, beside other ways to compute it. */
export async function measureIntersect(bench: Bench): Promise<Table> {
  const rows: string[][] = []
  for (const people of [2, 100, 10_000]) {
    for (const meetings of [true, false]) {
      bench.onProgress(`Intersection: ${people} weeks …`)
      const weeks = officeWeeks(people, { meetings })
      const { ours, ...baselines } = await timeInTurn(bench, contestants(weeks))
      rows.push([
        `${people}, ${meetings ? 'little' : 'much'} in common`,
        figure(ours.p50 / 1_000),
        ...Object.values(baselines).map(({ p50 }) => `${figure(p50 / 1_000)} (${figure(p50 / ours.p50)}×)`),
      ])
    }
  }
  return {
    title: 'Intersection of weeks',
    note: `Median µs, and how many times ours that is; the least disturbed of ${bench.plan.rounds} rounds in turn. Each way has its input ready in its own form; whole hours are a coarser answer.`,
    head: ['weeks', 'ours', 'Sets of quarter-hours', 'Sets of whole hours', 'sweep over Dates', 'Dates, two lists at a time'],
    rows,
  }
}

function contestants(weeks: readonly IntervalsMap[]) {
  const inWords = weeks.map(weekFromIntervals)
  const inQuarters = weeks.map(quarterSets)
  const inHours = weeks.map(hourSets)
  const inDates = weeks.map(dateIntervals)

  // A baseline must give the same result.
  const common = intervalsOf(intersectSlots(inWords))
  assert.deepEqual(intersectSets(inQuarters), quarterSets(common))
  assert.deepEqual(sweepDates(inDates), dateIntervals(common))
  assert.deepEqual(mergeDates(inDates), dateIntervals(common))

  return {
    ours: () => intersectSlots(inWords),
    quarters: () => intersectSets(inQuarters),
    hours: () => intersectSets(inHours),
    sweep: () => sweepDates(inDates),
    merge: () => mergeDates(inDates),
  }
}
