export type { Slots } from './bits.ts'
export { collapseCounts, collapseToWeek } from './collapse.ts'
export { startsOf } from './durations.ts'
export { createExpander, type Expander, expandWeek } from './expand.ts'
export { type FoundTime, findTimes, findTimesInSteps, type SearchResult } from './find-times.ts'
export {
  END_MS,
  emptySlots,
  epochMsOfSlot,
  FIRST_MS,
  FIRST_YEAR,
  type Horizon,
  instantText,
  instantTextOfSlot,
  LAST_YEAR,
  MAX_HORIZON_SLOTS,
  parseInstant,
  periodsOf,
  removePeriod,
  slotFromInstant,
  slotOfInstant,
} from './horizon.ts'
export { type FullHoursMap, type HourSlot, type HoursMap, hourSlotsOf, hoursOf, weekFromHours } from './hours.ts'
export { intersectSlots } from './intersect.ts'
export { type FullIntervalsMap, type Interval, type IntervalsMap, intervalsOf, weekFromIntervals } from './intervals.ts'
export { horizonOfWeek, type IsoWeek, isIsoWeek, isoWeekAt } from './iso-week.ts'
export { dayAt, epochMsOfLocal, slotOfWeekSlot, stepStarts } from './local-time.ts'
export { type Blocker, NO_TIMES_REASONS, type NoTimes, type NoTimesReason, type SearchRelaxation } from './no-times.ts'
export { createRandom } from './random.ts'
export type { PeopleGroup, SlotSearch } from './slot-search.ts'
export { slotsFromBase64, slotsToBase64 } from './slots-base64.ts'
export { finish, type Steps } from './steps.ts'
export { createTally, type Tally } from './tally.ts'
export { getZone, isTimeZone } from './time-zone.ts'
export {
  DAYS,
  type Day,
  SLOT_MINUTES,
  SLOTS_PER_DAY,
  SLOTS_PER_HOUR,
  SLOTS_PER_WEEK,
  WEEK_BYTES,
  type Week,
  weekFromBase64,
  weekFromBytes,
  weekToBase64,
  weekToBytes,
} from './week.ts'
export { epochMsOfWall, offsetMsAt, offsetText } from './zone-clock.ts'
export { type OffsetSpan, offsetsIn } from './zone-offsets.ts'
export { createZoneTable, type Zone, type ZoneTable } from './zone-table.ts'
export { ZONES_EDITION } from './zones-edition.ts'
