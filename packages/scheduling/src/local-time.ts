import type { Slots } from './bits.ts'
import { expandWeek } from './expand.ts'
import { type Horizon, slotOfInstant } from './horizon.ts'
import { type IsoWeek, mondayOf } from './iso-week.ts'
import { getZone } from './time-zone.ts'
import { DAYS, type Day, emptyWeek, SLOT_MINUTES, SLOTS_PER_DAY } from './week.ts'
import { epochMsOfWall } from './zone-clock.ts'
import { offsetsIn, weekSlotAt } from './zone-offsets.ts'

/**
 * The milliseconds since 1970-01-01T00:00Z at which the clock of `timezone` shows a time such as `2026-11-23T09:00`. By RFC
 * 5545, 3.3.5: of a time that is shown twice the first, and a time that is skipped is read with the offset before the gap.
 * Throws a RangeError for a time that no calendar has, and for a zone that is not known.
 */
export function epochMsOfLocal(time: string | Temporal.PlainDateTime, timezone: string): number {
  return epochMsOfWall(getZone(timezone), Temporal.PlainDateTime.from(time).toZonedDateTime('UTC').epochMilliseconds)
}

/**
 * The quarter-hour, counted since 1970-01-01T00:00Z, with which a slot of a week begins on the clock of `timezone`: slot 0
 * is Monday 00:00, 672 the next. Shown twice or skipped, and what it throws: as `epochMsOfLocal`.
 */
export function slotOfWeekSlot(week: IsoWeek, slot: number, timezone: string): number {
  const time = mondayOf(week)
    .toPlainDateTime()
    .add({ minutes: slot * SLOT_MINUTES })
  return slotOfInstant(epochMsOfLocal(time, timezone))
}

/** The lowest of four slots, of two, of each: an hour of the week begins with a multiple of four. */
const STEPS = { 60: 0x1111_1111, 30: 0x5555_5555, 15: 0xffff_ffff }

/**
 * The slots of the horizon whose local time of day is a whole multiple of the step, so that meetings begin at :00 or :30 on
 * the clock of `timezone`, be it half an hour from UTC. Throws a RangeError for a zone that is not known.
 */
export function stepStarts(stepMinutes: 15 | 30 | 60, timezone: string, horizon: Horizon): Slots {
  return expandWeek(emptyWeek().fill(STEPS[stepMinutes]), timezone, horizon)
}

/** The day of the week in `timezone` at a quarter-hour since 1970-01-01T00:00Z. Throws a RangeError for an unknown zone. */
export function dayAt(slot: number, timezone: string): Day {
  const { offset } = offsetsIn(timezone, { start: slot, slots: 1 })[0]!
  return DAYS[Math.floor(weekSlotAt(slot, offset) / SLOTS_PER_DAY)]!
}
