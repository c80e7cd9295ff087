import fc from 'fast-check'
import type { Slots } from '../../src/bits.ts'
import type { Horizon } from '../../src/horizon.ts'

const SLOT_MS = 900_000
const DAY_SLOTS = 96

/** Zones in which Node.js 26.10, with edition 2026c, and the table differ somewhere between 1980 and 2099. */
export const CHANGED_ZONES = ['America/Bogota', 'America/Havana', 'America/Inuvik', 'America/Winnipeg']

/** Zones in which the clock of Temporal, the oracle here, is right by the table too. */
const unchangedZones = Intl.supportedValuesOf('timeZone').filter((timezone) => !CHANGED_ZONES.includes(timezone))

/** Zones whose clocks are neither whole hours from UTC, jump at midnight, jump by 30 or 120 minutes, or jump often. */
export const PECULIAR_ZONES = [
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'Antarctica/Casey',
  'Antarctica/Vostok',
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Asuncion',
  'America/Nuuk',
  'America/St_Johns',
  'Asia/Beirut',
  'Asia/Gaza',
  'Atlantic/Azores',
]

export const zones = fc.oneof(fc.constantFrom(...unchangedZones), fc.constantFrom(...PECULIAR_ZONES))

/** An instant of 2020 to 2040 as a quarter-hour since 1970. */
const anySlot = fc.integer({ min: Date.UTC(2020, 0, 1) / SLOT_MS, max: Date.UTC(2041, 0, 1) / SLOT_MS - 1 })

const horizonLengths = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 800 }) },
  { weight: 2, arbitrary: fc.constantFrom(1, 31, 32, 33, 672, 1_344) },
  { weight: 1, arbitrary: fc.constant(5_376) },
)

/** A zone, and a horizon in which, more often than not, its clock jumps. */
export const zonedHorizons = fc
  .tuple(zones, anySlot, horizonLengths, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(3))
  .map(([timezone, slot, slots, part, kind]) => {
    const jump = kind === 0 ? undefined : nextJump(timezone, slot)
    return { timezone, horizon: { start: (jump ?? slot) - Math.floor(part * slots), slots } }
  })

/** The quarter-hour in which the clock of the zone jumps next, if it does before 2041. */
export function nextJump(timezone: string, slot: number): number | undefined {
  const next = clockAt(slot, timezone).getTimeZoneTransition('next')
  return next && next.year < 2041 ? Math.floor(next.epochMilliseconds / SLOT_MS) : undefined
}

export function clockAt(slot: number, timezone: string): Temporal.ZonedDateTime {
  return clockAtMs(slot * SLOT_MS, timezone)
}

export function clockAtMs(epochMs: number, timezone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timezone)
}

/** The naive oracle: the clock is read at each quarter-hour of the horizon, one after the other. */
export function clocksIn(timezone: string, horizon: Horizon): Temporal.ZonedDateTime[] {
  return Array.from({ length: horizon.slots }, (_, i) => clockAt(horizon.start + i, timezone))
}

/** The quarter-hour of the week that a clock shows. */
export function weekSlotOf({ dayOfWeek, hour, minute }: Temporal.ZonedDateTime): number {
  return (dayOfWeek - 1) * DAY_SLOTS + hour * 4 + Math.floor(minute / 15)
}

/** All bits of the words, those past the horizon's end too. */
export function bitsOf(slots: Slots): boolean[] {
  return Array.from({ length: slots.length * 32 }, (_, i) => ((slots[i >>> 5]! >>> (i & 31)) & 1) === 1)
}

/** What `bitsOf` is where the slots are these: whole words, and nothing past the end. */
export function paddedBits(slots: readonly boolean[]): boolean[] {
  return Array.from({ length: Math.ceil(slots.length / 32) * 32 }, (_, i) => slots[i] ?? false)
}

export function slotsFrom(bits: readonly boolean[]): Slots {
  const slots = new Uint32Array(Math.ceil(bits.length / 32))
  bits.forEach((bit, i) => {
    if (bit) slots[i >>> 5]! |= 1 << (i & 31)
  })
  return slots
}

/** The quarter-hour since 1970 that an instant such as `2026-03-29T01:00Z` begins. */
export function slotAt(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds / SLOT_MS
}
