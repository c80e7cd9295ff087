import { DAYS, type Day, type IntervalsMap } from '@w2meet/scheduling'
import { slotOf } from './engine-people.ts'

/** The obvious way: a set of what is free for each day. */
export type DaySets = Map<Day, Set<number>>

export function quarterSets(intervals: IntervalsMap): DaySets {
  return new Map(
    DAYS.map((day) => {
      const free = new Set<number>()
      for (const { start, end } of intervals[day] ?? []) for (let slot = slotOf(start); slot < slotOf(end); slot++) free.add(slot)
      return [day, free]
    }),
  )
}

/** Whole hours only, as the first w2meet had them: a quarter of the members, and a coarser answer. */
export function hourSets(intervals: IntervalsMap): DaySets {
  const hours = Array.from({ length: 24 }, (_, hour) => hour)
  return new Map(
    [...quarterSets(intervals)].map(([day, free]) => {
      return [day, new Set(hours.filter((hour) => [0, 1, 2, 3].every((quarter) => free.has(hour * 4 + quarter))))]
    }),
  )
}

export function intersectSets(people: readonly DaySets[]): DaySets {
  return new Map(
    DAYS.map((day) => [day, people.map((sets) => sets.get(day)!).reduce((common, free) => common.intersection(free))]),
  )
}

export type DateInterval = { start: Date; end: Date }

/** The week that begins on Monday 2026-11-23, in UTC. */
export function dateIntervals(intervals: IntervalsMap): DateInterval[] {
  const at = (day: number, time: string) => new Date(Date.UTC(2026, 10, 23 + day, 0, slotOf(time) * 15))
  return DAYS.flatMap((name, day) =>
    (intervals[name] ?? []).map(({ start, end }) => ({ start: at(day, start), end: at(day, end) })),
  )
}

/** The way calendar libraries do it: all starts and ends in order, and whatever all are in at once is common. */
export function sweepDates(people: readonly (readonly DateInterval[])[]): DateInterval[] {
  const edges = people.flatMap((intervals) =>
    intervals.flatMap(({ start, end }) => [
      { time: start, change: 1 },
      { time: end, change: -1 },
    ]),
  )
  edges.sort((a, b) => a.time.getTime() - b.time.getTime() || a.change - b.change)
  const common: DateInterval[] = []
  let free = 0
  let start: Date | undefined
  for (const { time, change } of edges) {
    free += change
    if (free === people.length) start = time
    else if (start !== undefined) {
      common.push({ start, end: time })
      start = undefined
    }
  }
  return common
}

/** The leaner way with the same dates: what is common so far with the next person, side by side. */
export function mergeDates(people: readonly (readonly DateInterval[])[]): DateInterval[] {
  return people.reduce<DateInterval[]>(
    (common, intervals, index) => (index === 0 ? [...intervals] : mergeTwo(common, intervals)),
    [],
  )
}

function mergeTwo(ours: readonly DateInterval[], theirs: readonly DateInterval[]): DateInterval[] {
  const common: DateInterval[] = []
  for (let a = 0, b = 0; a < ours.length && b < theirs.length; ) {
    const [one, other] = [ours[a]!, theirs[b]!]
    const start = one.start > other.start ? one.start : other.start
    const end = one.end < other.end ? one.end : other.end
    if (start < end) common.push({ start, end })
    if (one.end < other.end) a++
    else b++
  }
  return common
}
