import { nextSlot } from './bits.ts'
import { DAYS, type Day, emptyWeek, freeSlots, SLOT_MINUTES, SLOTS_PER_DAY, type Week } from './week.ts'

/** A half-open stretch of one day's wall time in quarter-hours: `HH:MM`, where `end` may be `24:00`. */
export type Interval = { start: string; end: string }
export type IntervalsMap = Partial<Record<Day, readonly Interval[]>>
/** Every day present, its intervals sorted and merged. */
export type FullIntervalsMap = Record<Day, Interval[]>

/** The week in which the intervals given are free; they may overlap. An interval that ends before it starts adds nothing. */
export function weekFromIntervals(intervals: IntervalsMap): Week {
  const week = emptyWeek()
  DAYS.forEach((day, index) => {
    for (const { start, end } of intervals[day] ?? []) {
      freeSlots(week, index * SLOTS_PER_DAY + slotOfTime(start), index * SLOTS_PER_DAY + slotOfTime(end))
    }
  })
  return week
}

/** The free time of a week by day, merged within each day. */
export function intervalsOf(week: Week): FullIntervalsMap {
  return Object.fromEntries(DAYS.map((day, index) => [day, dayIntervals(week, index * SLOTS_PER_DAY)])) as FullIntervalsMap
}

function dayIntervals(week: Week, dayStart: number): Interval[] {
  const dayEnd = dayStart + SLOTS_PER_DAY
  const intervals: Interval[] = []
  let start = nextSlot(week, dayStart, dayEnd, true)
  while (start < dayEnd) {
    const end = nextSlot(week, start, dayEnd, false)
    intervals.push({ start: timeOfSlot(start - dayStart), end: timeOfSlot(end - dayStart) })
    start = nextSlot(week, end, dayEnd, true)
  }
  return intervals
}

/** The quarter-hour of the day, 0 to 96, that `HH:MM` begins. */
function slotOfTime(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) / SLOT_MINUTES
}

function timeOfSlot(slot: number): string {
  const minutes = slot * SLOT_MINUTES
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
