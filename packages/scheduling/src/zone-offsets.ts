import { epochMsOfSlot, type Horizon, slotFromInstant } from './horizon.ts'
import { SLOT_MINUTES, SLOTS_PER_DAY, SLOTS_PER_WEEK } from './week.ts'

const SLOT_NANOSECONDS = SLOT_MINUTES * 60e9

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
 * Throws a RangeError for a zone that the runtime does not know. Cost: 1 to 4 µs for eight weeks, where the runtime has read
 * the zone before; the first time it may be 1 ms. There is no cache, which would cost as much to keep right.
 */
export function offsetsIn(timezone: string, { start, slots }: Horizon): OffsetSpan[] {
  const end = start + slots
  const spans: OffsetSpan[] = []
  let clock: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(epochMsOfSlot(start)).toZonedDateTimeISO(
    timezone,
  )
  for (let from = start; clock && from < end; ) {
    const offset = clock.offsetNanoseconds / SLOT_NANOSECONDS
    clock = clock.getTimeZoneTransition('next')
    const to = clock ? Math.min(end, slotFromInstant(clock.epochMilliseconds)) : end
    spans.push({ from, to, offset })
    from = to
  }
  return spans
}

/** The slot of the week, 0 to 671, that a clock `offset` quarter-hours ahead of UTC shows in a quarter-hour since 1970. */
export function weekSlotAt(slot: number, offset: number): number {
  return (slot + offset + SLOTS_SINCE_MONDAY) % SLOTS_PER_WEEK
}
