import type { Horizon } from './horizon.ts'
import { SLOTS_PER_WEEK } from './week.ts'
import { offsetsIn, weekSlotAt } from './zone-offsets.ts'

/** The bits of a week are whole words, so going round the week is going round its words. */
const WORDS_PER_WEEK = SLOTS_PER_WEEK / 32

/**
 * A stretch of a horizon in which one slot of the week follows another: the slots `[from, to)`, counted from the horizon's
 * start, and the slot of the week at bit 0 of the word that holds `from`, a place which may be before the stretch.
 */
export type Run = { from: number; to: number; weekFrom: number }

/** The horizon by stretches, first to last. Throws and costs as `offsetsIn`. */
export function runsIn(timezone: string, horizon: Horizon): Run[] {
  return offsetsIn(timezone, horizon).map(({ from, to, offset }) => ({
    from: from - horizon.start,
    to: to - horizon.start,
    weekFrom: weekSlotAt(from - ((from - horizon.start) & 31), offset),
  }))
}

/** The word of the week after this one; after the last, the first. */
export function nextWeekWord(word: number): number {
  return word === WORDS_PER_WEEK - 1 ? 0 : word + 1
}

/** The bits of a word below that of `slot`; none where `slot` begins a word. */
export function bitsBelow(slot: number): number {
  return (1 << (slot & 31)) - 1
}
