import type { Slots } from './bits.ts'
import { emptySlots, type Horizon } from './horizon.ts'
import { bitsBelow, nextWeekWord, type Run, runsIn } from './runs.ts'
import type { Week } from './week.ts'

/** Writes the slots at which a week is free into `into`, made where it is missing, and returns it. */
export type Expander = (week: Week, into?: Slots) => Slots

/**
 * The slots of the horizon at which the wall clock of `timezone` shows a free quarter-hour of the week. So both passes of
 * a repeated hour are free, and an hour that is skipped gives nothing.
 *
 * Throws a RangeError for a zone that the zone table does not have. Cost: `offsetsIn`, then as `createExpander`.
 */
export function expandWeek(week: Week, timezone: string, horizon: Horizon): Slots {
  return createExpander(timezone, horizon)(week)
}

/**
 * `expandWeek` for many people of one zone: the zone is asked once. `into` must be of the length of `emptySlots(horizon)`;
 * its slots are overwritten. Cost: one step for each word of the horizon; nothing is allocated where `into` is given.
 */
export function createExpander(timezone: string, horizon: Horizon): Expander {
  const runs = runsIn(timezone, horizon)
  return (week, into = emptySlots(horizon)) => {
    for (const run of runs) copyRun(week, run, into)
    if (horizon.slots & 31) into[into.length - 1]! &= bitsBelow(horizon.slots)
    return into
  }
}

/** Sets all words from that of `from` to that of `to - 1`, but keeps the bits below `from`: they are of the run before. */
function copyRun(week: Week, { from, to, weekFrom }: Run, into: Slots): void {
  const first = from >>> 5
  const kept = into[first]! & bitsBelow(from)
  const shift = weekFrom & 31
  let source = weekFrom >>> 5
  for (let word = first; word << 5 < to; word++) {
    const low = week[source]! >>> shift
    source = nextWeekWord(source)
    // In two steps, since shifting by 32 would not shift at all.
    into[word] = low | ((week[source]! << 1) << (31 - shift))
  }
  into[first] = (into[first]! & ~bitsBelow(from)) | kept
}
