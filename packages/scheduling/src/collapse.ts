import type { Slots } from './bits.ts'
import type { Horizon } from './horizon.ts'
import { bitsBelow, nextWeekWord, type Run, runsIn } from './runs.ts'
import { emptyWeek, SLOTS_PER_WEEK, type Week } from './week.ts'
import { offsetsIn, weekSlotAt } from './zone-offsets.ts'

/**
 * The week in which a quarter-hour is free where the clock of `timezone` shows it in the horizon, and every slot at which
 * it does is among `slots`: one that is skipped is not free, and both passes of a repeated one must be. A longer horizon
 * shows a quarter-hour once a week; a shorter one leaves what it does not show not free.
 *
 * Throws a RangeError for a zone that the zone table does not have. Cost: `offsetsIn` and one step for each word.
 */
export function collapseToWeek(slots: Slots, timezone: string, horizon: Horizon): Week {
  const shown = emptyWeek()
  const taken = emptyWeek()
  for (const run of runsIn(timezone, horizon)) addRun(slots, run, shown, taken)
  return shown.map((word, i) => word & ~taken[i]!)
}

function addRun(slots: Slots, { from, to, weekFrom }: Run, shown: Week, taken: Week): void {
  let target = weekFrom >>> 5
  for (let word = from >>> 5; word << 5 < to; word++) {
    const begun = word << 5 < from ? ~bitsBelow(from) : -1
    const ended = (word + 1) << 5 > to ? bitsBelow(to) : -1
    const next = nextWeekWord(target)
    addWord(shown, target, next, weekFrom, begun & ended)
    addWord(taken, target, next, weekFrom, begun & ended & ~slots[word]!)
    target = next
  }
}

/** Adds a word of bits that begins within one word of the week and ends in the next. */
function addWord(week: Week, target: number, next: number, weekFrom: number, bits: number): void {
  const shift = weekFrom & 31
  week[target]! |= bits << shift
  // In two steps, since shifting by 32 would not shift at all.
  week[next]! |= (bits >>> 1) >>> (31 - shift)
}

/**
 * The counts of the week's 672 quarter-hours, from one count for each slot of the horizon: 0 for a quarter-hour that is
 * skipped, the smallest for one that is repeated. Throws as `collapseToWeek`. Cost: `offsetsIn` and one step for each slot.
 */
export function collapseCounts(counts: Uint16Array, timezone: string, horizon: Horizon): Uint16Array {
  const smallest = new Uint16Array(SLOTS_PER_WEEK)
  const shown = new Uint8Array(SLOTS_PER_WEEK)
  for (const { from, to, offset } of offsetsIn(timezone, horizon)) {
    for (let slot = from; slot < to; slot++) {
      const weekSlot = weekSlotAt(slot, offset)
      const count = counts[slot - horizon.start]!
      if (!shown[weekSlot] || count < smallest[weekSlot]!) smallest[weekSlot] = count
      shown[weekSlot] = 1
    }
  }
  return smallest
}
