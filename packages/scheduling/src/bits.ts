/**
 * A set of quarter-hours of a horizon, or of a week: slot `i`, counted from the start, is in the set where bit `i & 31` of word
 * `i >>> 5` is set. Bits past the end are 0.
 */
export type Slots = Uint32Array<ArrayBuffer>

/** How many words hold so many slots. */
export function wordsFor(slots: number): number {
  return (slots + 31) >>> 5
}

/** The slots `[0, end)` of a horizon of so many words. */
export function slotsBefore(end: number, words: number): Slots {
  const slots = new Uint32Array(words).fill(0xffff_ffff, 0, end >>> 5)
  if (end >>> 5 < words) slots[end >>> 5] = (1 << (end & 31)) - 1
  return slots
}

/** Keeps the slots of the first set that are in the other too, which may be longer. Returns the first. */
export function keepShared(slots: Slots, other: Slots): Slots {
  for (let word = 0; word < slots.length; word++) slots[word]! &= other[word]!
  return slots
}

export function hasAny(slots: Slots): boolean {
  for (let word = 0; word < slots.length; word++) if (slots[word] !== 0) return true
  return false
}

/** The slots of a set, lowest first. */
export function listSlots(slots: Slots): number[] {
  const list: number[] = []
  for (let word = 0; word < slots.length; word++) {
    // Taking 1 from a word and and-ing clears its lowest bit.
    for (let rest = slots[word]!; rest !== 0; rest &= rest - 1) list.push(word * 32 + lowestBit(rest))
  }
  return list
}

/** How many slots a set has. */
export function countSlots(slots: Slots): number {
  let count = 0
  for (let word = 0; word < slots.length; word++) count += countBits(slots[word]!)
  return count
}

/** The first slot of a set; -1 where it is empty. */
export function firstSlot(slots: Slots): number {
  for (let word = 0; word < slots.length; word++) if (slots[word] !== 0) return word * 32 + lowestBit(slots[word]!)
  return -1
}

/** The first slot of `[from, to)` that the set has (`present`) or lacks; `to` where there is none. Cost: one step per word. */
export function nextSlot(slots: Slots, from: number, to: number, present: boolean): number {
  for (let slot = from; slot < to; slot = (slot | 31) + 1) {
    const word = present ? slots[slot >>> 5]! : ~slots[slot >>> 5]!
    const rest = word >>> (slot & 31)
    if (rest !== 0) return Math.min(to, slot + lowestBit(rest))
  }
  return to
}

/** Whether the set has all slots of `[from, to)`. */
export function isFreeThroughout(slots: Slots, from: number, to: number): boolean {
  for (let slot = from; slot < to; slot = (slot | 31) + 1) {
    const wanted = (-1 >>> Math.max(0, 32 - (to - slot))) << (slot & 31)
    if ((slots[slot >>> 5]! & wanted) !== wanted) return false
  }
  return true
}

/** The sums of 2, 4 and 8 neighbours side by side (Warren, Hacker's Delight, 5-1). */
function countBits(word: number): number {
  const twos = word - ((word >>> 1) & 0x5555_5555)
  const fours = (twos & 0x3333_3333) + ((twos >>> 2) & 0x3333_3333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

/** The index of a word's lowest set bit; the word is not 0. Negating leaves that bit alone. */
function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}
