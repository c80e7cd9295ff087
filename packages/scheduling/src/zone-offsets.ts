import type { Horizon } from './horizon.ts'
import { getZone } from './time-zone.ts'
import { SLOT_MINUTES, SLOTS_PER_DAY, SLOTS_PER_WEEK } from './week.ts'
import { changesUntil } from './zone-clock.ts'

/** 1970-01-01 was a Thursday, three days after the Monday with which a week begins. */
const SLOTS_SINCE_MONDAY = 3 * SLOTS_PER_DAY

/**
 * A stretch in which a zone's clock does not jump: the quarter-hours `[from, to)` since 1970-01-01T00:00Z, and how many
 * quarter-hours the clock is ahead of UTC (negative: behind).
 */
export type OffsetSpan = { from: number; to: number; offset: number }

/**
 * How far the clock of `timezone` is from UTC throughout the horizon: stretches that follow each other without a gap,
 * offsets differing from one to the next. A clock that jumps within a quarter-hour (Antarctica/Casey, at 00:01) counts as
 * jumping at its end: each quarter-hour has the offset with which it begins.
 *
 * Throws a RangeError for a zone that the zone table does not have. Cost: a binary search, and a step for each stretch.
 */
export function offsetsIn(timezone: string, { start, slots }: Horizon): OffsetSpan[] {
  const zone = getZone(timezone)
  const end = start + slots
  const spans: OffsetSpan[] = []
  for (let from = start, index = changesUntil(zone, start * SLOT_MINUTES); from < end; index++) {
    const change = zone.changes[index]
    const to = change === undefined ? end : Math.min(end, Math.ceil(change / SLOT_MINUTES))
    spans.push({ from, to, offset: zone.offsets[index]! })
    from = to
  }
  return spans
}

/** The slot of the week, 0 to 671, that a clock `offset` quarter-hours ahead of UTC shows in a quarter-hour since 1970. */
export function weekSlotAt(slot: number, offset: number): number {
  return (slot + offset + SLOTS_SINCE_MONDAY) % SLOTS_PER_WEEK
}
