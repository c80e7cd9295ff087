import { createRandom, DAYS, type Day, type IntervalsMap, type Slots } from '@w2meet/scheduling'

const SLOTS_PER_DAY = 96

/**
 * Weeks as offices have them: weekdays from about eight or nine to about five or six, in quarter-hours. Without meetings
 * all have the eight hours in between in common. With meetings, two to four a day of half an hour to an hour and a half,
 * there is little: Tuesday 10:00 to 11:00 and Thursday 14:00 to 15:30, so that no method may stop early.
 */
export function officeWeeks(people: number, { meetings }: { meetings: boolean }): IntervalsMap[] {
  const random = createRandom(people)
  const between = (min: number, max: number) => min + Math.floor(random() * (max - min + 1))
  return Array.from({ length: people }, () =>
    Object.fromEntries(
      DAYS.slice(0, 5).map((day) => {
        const free = new Array<boolean>(SLOTS_PER_DAY).fill(false).fill(true, between(32, 36), between(68, 72))
        for (let count = meetings ? between(2, 4) : 0; count > 0; count--) {
          const start = between(36, 64)
          free.fill(false, start, start + between(2, 6))
        }
        if (day === 'tuesday') free.fill(true, 40, 44)
        if (day === 'thursday') free.fill(true, 56, 62)
        return [day, intervalsIn(free)]
      }),
    ),
  )
}

function intervalsIn(free: readonly boolean[]) {
  const intervals: { start: string; end: string }[] = []
  for (let slot = 0; slot < free.length; slot++) {
    const start = slot
    while (free[slot]) slot++
    if (slot > start) intervals.push({ start: timeOf(start), end: timeOf(slot) })
  }
  return intervals
}

function timeOf(slot: number): string {
  return `${String(slot >> 2).padStart(2, '0')}:${String((slot & 3) * 15).padStart(2, '0')}`
}

/** Quarter-hours of a day, 0 to 96. */
export function slotOf(time: string): number {
  return Number(time.slice(0, 2)) * 4 + Number(time.slice(3)) / 15
}

/** The same week over and over, in UTC, as a horizon of real dates is. `weeks` times 672 slots. */
export function horizonOf(intervals: IntervalsMap, weeks: number): Slots {
  const slots = new Uint32Array(weeks * 21)
  for (let day = 0; day < weeks * 7; day++) {
    for (const { start, end } of intervals[DAYS[day % 7] as Day] ?? []) {
      for (let slot = day * SLOTS_PER_DAY + slotOf(start); slot < day * SLOTS_PER_DAY + slotOf(end); slot++) {
        slots[slot >>> 5]! |= 1 << (slot & 31)
      }
    }
  }
  return slots
}
