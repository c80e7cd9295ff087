import { nextSlot, type Slots, wordsFor } from './bits.ts'
import { SLOT_MINUTES } from './week.ts'

const SLOT_MS = SLOT_MINUTES * 60_000

/**
 * The years, of instants in UTC and of ISO weeks, that this package is right for. Before 1980 some clocks were not whole
 * quarter-hours from UTC (Pacific/Kiritimati, until October 1979).
 */
export const FIRST_YEAR = 1980
export const LAST_YEAR = 2099
/** The first and the end of these years in milliseconds since 1970-01-01T00:00Z, half-open. */
export const FIRST_MS = Date.UTC(FIRST_YEAR, 0)
export const END_MS = Date.UTC(LAST_YEAR + 1, 0)

/** A stretch of real time in quarter-hours: `start` counts them since 1970-01-01T00:00Z, `slots` is its length. */
export type Horizon = { start: number; slots: number }

/** Eight weeks, the longest horizon a search may have. */
export const MAX_HORIZON_SLOTS = 5_376

/** No slot of a horizon. */
export function emptySlots(horizon: Horizon): Slots {
  return new Uint32Array(wordsFor(horizon.slots))
}

/** The quarter-hour, counted since 1970-01-01T00:00Z, in which an instant lies. */
export function slotOfInstant(epochMs: number): number {
  return Math.floor(epochMs / SLOT_MS)
}

/** The first quarter-hour, counted since 1970-01-01T00:00Z, that begins at an instant or after it. */
export function slotFromInstant(epochMs: number): number {
  return Math.ceil(epochMs / SLOT_MS)
}

/** The milliseconds since 1970-01-01T00:00Z at which a quarter-hour begins. */
export function epochMsOfSlot(slot: number): number {
  return slot * SLOT_MS
}

/** The instant at which a quarter-hour since 1970-01-01T00:00Z begins, by RFC 3339 in UTC: `2026-11-23T09:00:00Z`. */
export function instantTextOfSlot(slot: number): string {
  return instantText(epochMsOfSlot(slot))
}

/** Milliseconds since 1970-01-01T00:00Z by RFC 3339 in UTC: `2026-11-23T09:00:00Z`, with a fraction only where there is one. */
export function instantText(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z')
}

/** Milliseconds since 1970-01-01T00:00Z; NaN where the text is no instant by RFC 3339 of the years above. */
export function parseInstant(text: string): number {
  try {
    const { epochMilliseconds } = Temporal.Instant.from(text)
    return epochMilliseconds >= FIRST_MS && epochMilliseconds < END_MS ? epochMilliseconds : Number.NaN
  } catch {
    return Number.NaN
  }
}

/** Removes the slots that the half-open period `[fromMs, toMs)` since 1970-01-01T00:00Z touches. Cost: a step for each slot. */
export function removePeriod(slots: Slots, horizon: Horizon, fromMs: number, toMs: number): void {
  const end = Math.min(slotFromInstant(toMs) - horizon.start, horizon.slots)
  for (let slot = Math.max(slotOfInstant(fromMs) - horizon.start, 0); slot < end; slot++) {
    slots[slot >>> 5]! &= ~(1 << (slot & 31))
  }
}

/** The periods that the slots make, merged, earliest first, half-open, by RFC 3339 in UTC. */
export function periodsOf(slots: Slots, horizon: Horizon): { start: string; end: string }[] {
  const periods: { start: string; end: string }[] = []
  let from = nextSlot(slots, 0, horizon.slots, true)
  while (from < horizon.slots) {
    const to = nextSlot(slots, from, horizon.slots, false)
    periods.push({ start: instantTextOfSlot(horizon.start + from), end: instantTextOfSlot(horizon.start + to) })
    from = nextSlot(slots, to, horizon.slots, true)
  }
  return periods
}
