import { SLOTS_PER_DAY, SLOTS_PER_HOUR } from '@w2meet/scheduling'

/** How a day is cut into rows: hours 0 to 24, half-open, and 15, 30 or 60 minutes for each row. */
export type DayRows = { fromHour: number; toHour: number; stepMinutes: number }

/** The hours that most people want to see: the grid shows the night where something is in it. */
const FROM_HOUR = 7
const TO_HOUR = 21

export function rowCount({ fromHour, toHour, stepMinutes }: DayRows): number {
  return ((toHour - fromHour) * 60) / stepMinutes
}

/** The slots of the day that a row stands for, half-open. */
export function slotsOfRow({ fromHour, stepMinutes }: DayRows, row: number): { from: number; to: number } {
  const slots = (stepMinutes / 60) * SLOTS_PER_HOUR
  const from = fromHour * SLOTS_PER_HOUR + row * slots
  return { from, to: from + slots }
}

/** The hours to show, given which of a week's 672 slots have something in them. */
export function hoursToShow(isUsed: (slot: number) => boolean, night: boolean): { fromHour: number; toHour: number } {
  if (night) return { fromHour: 0, toHour: 24 }
  let [fromHour, toHour] = [FROM_HOUR, TO_HOUR]
  for (let slot = 0; slot < 7 * SLOTS_PER_DAY; slot++) {
    if (!isUsed(slot)) continue
    const hour = Math.floor((slot % SLOTS_PER_DAY) / SLOTS_PER_HOUR)
    fromHour = Math.min(fromHour, hour)
    toHour = Math.max(toHour, hour + 1)
  }
  return { fromHour, toHour }
}
