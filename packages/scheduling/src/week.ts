export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Day = (typeof DAYS)[number]

export const SLOT_MINUTES = 15
export const SLOTS_PER_HOUR = 4
export const SLOTS_PER_DAY = 96
export const SLOTS_PER_WEEK = 672

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

/** The 84 bytes of a week: slot `i` is bit `i & 7`, lowest first, of byte `i >> 3`, whatever the machine's byte order. */
export function weekToBytes(week: Week): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(WEEK_BYTES)
  writeBytes(week, new DataView(bytes.buffer))
  return bytes
}

function writeBytes(week: Week, to: DataView): void {
  for (let word = 0; word < WORDS_PER_WEEK; word++) to.setUint32(word * 4, week[word]!, true)
}

/** The week in 84 bytes. Throws a RangeError for any other length. */
export function weekFromBytes(bytes: Uint8Array): Week {
  if (bytes.length !== WEEK_BYTES) {
    throw new RangeError(`a week is ${WEEK_BYTES} bytes, not ${bytes.length}`)
  }
  return readBytes(new DataView(bytes.buffer, bytes.byteOffset, WEEK_BYTES))
}

function readBytes(from: DataView): Week {
  const week = emptyWeek()
  for (let word = 0; word < WORDS_PER_WEEK; word++) week[word] = from.getUint32(word * 4, true)
  return week
}

/** Small arrays are dear to make; base64 needs one only between two calls. */
const scratch = new Uint8Array(WEEK_BYTES)
const scratchView = new DataView(scratch.buffer)

/** The 84 bytes as 112 characters of base64, as services send them to each other. */
export function weekToBase64(week: Week): string {
  writeBytes(week, scratchView)
  return scratch.toBase64()
}

/** The week in 112 characters of base64. Throws a SyntaxError where it is no base64, a RangeError for another length. */
export function weekFromBase64(text: string): Week {
  const { written, read } = scratch.setFromBase64(text)
  if (written !== WEEK_BYTES || read !== text.length) throw new RangeError(`a week is ${WEEK_BYTES} bytes`)
  return readBytes(scratchView)
}
