import type { Zone } from './zone-table.ts'

const MINUTE_MS = 60_000
const OFFSET_MS = 900_000
const DAY_MS = 86_400_000

/** How many changes of the zone's clock are at a minute since 1970-01-01T00:00Z or before it; it may be a fraction. */
export function changesUntil({ changes }: Zone, minute: number): number {
  let low = 0
  let high = changes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (changes[middle]! <= minute) low = middle + 1
    else high = middle
  }
  return low
}

/** How many milliseconds the zone's clock is ahead of UTC (negative: behind) at an instant, in milliseconds since 1970. */
export function offsetMsAt(zone: Zone, epochMs: number): number {
  return zone.offsets[changesUntil(zone, epochMs / MINUTE_MS)]! * OFFSET_MS
}

/** How far a clock is ahead of UTC, as people write it: `GMT+5:30`, `GMT-3`, `GMT`. */
export function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / MINUTE_MS
  if (minutes === 0) return 'GMT'
  const rest = minutes % 60 === 0 ? '' : `:${minutes % 60}`
  return `GMT${offsetMs < 0 ? '-' : '+'}${Math.floor(minutes / 60)}${rest}`
}

/**
 * The instant at which the zone's clock shows a time, both in milliseconds since 1970-01-01T00:00, the time as if it were
 * UTC. By RFC 5545, 3.3.5: of a time that is shown twice the first, and a time that is skipped is read with the offset
 * before the gap.
 */
export function epochMsOfWall(zone: Zone, wallMs: number): number {
  // A day before and after there is one offset each; where they differ the clock jumps in between.
  const before = wallMs - offsetMsAt(zone, wallMs - DAY_MS)
  const after = wallMs - offsetMsAt(zone, wallMs + DAY_MS)
  if (before + offsetMsAt(zone, before) === wallMs) return before
  return after + offsetMsAt(zone, after) === wallMs ? after : before
}
