import { SLOTS_PER_DAY, SLOTS_PER_WEEK, type Week } from '@w2meet/scheduling'

/** Whether a stretch of a week is free throughout, in part, or not at all. */
export type Freedom = 'free' | 'part' | 'busy'

/** A rectangle of a week's grid: days 0 to 6 and slots of the day 0 to 96, half-open. */
export type Area = { fromDay: number; toDay: number; fromSlot: number; toSlot: number }

export function isFree(week: Week, slot: number): boolean {
  return ((week[slot >>> 5]! >>> (slot & 31)) & 1) === 1
}

/** The freedom of the slots `[from, to)` of the week. */
export function freedomOf(week: Week, from: number, to: number): Freedom {
  let free = 0
  for (let slot = from; slot < to; slot++) if (isFree(week, slot)) free++
  return free === 0 ? 'busy' : free === to - from ? 'free' : 'part'
}

/** The week with an area made free, or busy. */
export function paintArea(week: Week, area: Area, free: boolean): Week {
  const painted = week.slice()
  for (let day = area.fromDay; day < area.toDay; day++) {
    for (let slot = area.fromSlot; slot < area.toSlot; slot++) setSlot(painted, day * SLOTS_PER_DAY + slot, free)
  }
  return painted
}

/** The week in which the days `to` are as the day `from` is. */
export function copyDay(week: Week, from: number, to: readonly number[]): Week {
  const copied = week.slice()
  for (const day of to) {
    for (let slot = 0; slot < SLOTS_PER_DAY; slot++) {
      setSlot(copied, day * SLOTS_PER_DAY + slot, isFree(week, from * SLOTS_PER_DAY + slot))
    }
  }
  return copied
}

export function sameWeek(one: Week, other: Week): boolean {
  return one.every((word, index) => word === other[index])
}

export function isEmptyWeek(week: Week): boolean {
  return week.every((word) => word === 0)
}

/** How many of its 672 quarter-hours are free. */
export function countFree(week: Week): number {
  let free = 0
  for (let slot = 0; slot < SLOTS_PER_WEEK; slot++) if (isFree(week, slot)) free++
  return free
}

function setSlot(week: Week, slot: number, free: boolean): void {
  if (free) week[slot >>> 5]! |= 1 << (slot & 31)
  else week[slot >>> 5]! &= ~(1 << (slot & 31))
}
