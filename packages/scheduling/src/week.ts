export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Day = (typeof DAYS)[number]

export const SLOT_MINUTES = 15
export const SLOTS_PER_HOUR = 4
export const SLOTS_PER_DAY = 96

/** Length of a week as it is stored and sent: 672 bits. */
export const WEEK_BYTES = 84
const WORDS_PER_WEEK = 21

/**
 * A week of wall time from Monday 00:00 in quarter-hours: 21 words, and slot `i` is free where bit `i & 31` of word
 * `i >>> 5` is set. Treat it as immutable once it is built.
 */
export type Week = Uint32Array<ArrayBuffer>

/** A week with nothing free in it. */
export function emptyWeek(): Week {
  return new Uint32Array(WORDS_PER_WEEK)
}

/** Marks the slots `[from, to)` free; both are slots of the week, 0 to 672. */
export function freeSlots(week: Week, from: number, to: number): void {
  for (let slot = from; slot < to; slot++) week[slot >>> 5]! |= 1 << (slot & 31)
}

export function isFree(week: Week, slot: number): boolean {
  return ((week[slot >>> 5]! >>> (slot & 31)) & 1) === 1
}

/** The 84 bytes of a week: slot `i` is bit `i & 7`, lowest first, of byte `i >> 3`, whatever the machine's byte order. */
export function weekToBytes(week: Week): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(WEEK_BYTES)
  const view = new DataView(bytes.buffer)
  for (let word = 0; word < WORDS_PER_WEEK; word++) view.setUint32(word * 4, week[word]!, true)
  return bytes
}

/** The week in 84 bytes. Throws a RangeError for any other length. */
export function weekFromBytes(bytes: Uint8Array): Week {
  if (bytes.length !== WEEK_BYTES) {
    throw new RangeError(`a week is ${WEEK_BYTES} bytes, not ${bytes.length}`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, WEEK_BYTES)
  const week = emptyWeek()
  for (let word = 0; word < WORDS_PER_WEEK; word++) week[word] = view.getUint32(word * 4, true)
  return week
}
