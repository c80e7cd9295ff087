import { DAYS, type Day, emptyWeek, freeSlots, SLOTS_PER_DAY, SLOTS_PER_HOUR, type Week } from './week.ts'

/** Free hours by day: each integer `h`, 0 to 23, is the hour `[h, h + 1)`. A missing day is empty. */
export type HoursMap = Partial<Record<Day, readonly number[]>>
/** Free hours with every day present, sorted, without repeats. */
export type FullHoursMap = Record<Day, number[]>

/** One hour of a week, as a day and the hour it begins with. */
export type HourSlot = { day: Day; hour: number }

/** The week in which the hours given are free. Hours may be unsorted and repeated; each is an integer from 0 to 23. */
export function weekFromHours(hours: HoursMap): Week {
  const week = emptyWeek()
  DAYS.forEach((day, index) => {
    for (const hour of hours[day] ?? []) {
      const from = index * SLOTS_PER_DAY + hour * SLOTS_PER_HOUR
      freeSlots(week, from, from + SLOTS_PER_HOUR)
    }
  })
  return week
}

/** The hours that are free whole, from Monday on. */
export function hourSlotsOf(week: Week): HourSlot[] {
  const slots: HourSlot[] = []
  DAYS.forEach((day, index) => {
    for (let hour = 0; hour < 24; hour++) {
      if (isHourFree(week, index * SLOTS_PER_DAY + hour * SLOTS_PER_HOUR)) slots.push({ day, hour })
    }
  })
  return slots
}

/** The hours that are free whole, by day. */
export function hoursOf(week: Week): FullHoursMap {
  const hours = Object.fromEntries(DAYS.map((day) => [day, [] as number[]])) as FullHoursMap
  for (const { day, hour } of hourSlotsOf(week)) hours[day].push(hour)
  return hours
}

/** The four slots of an hour never span two words. */
function isHourFree(week: Week, from: number): boolean {
  return ((week[from >>> 5]! >>> (from & 31)) & 0b1111) === 0b1111
}
