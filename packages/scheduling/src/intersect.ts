import type { Slots } from './bits.ts'

/**
 * The slots that are in each of the sets, all of one length. Throws a RangeError where there is no set.
 * Cost: one operation for each word (32 slots) of each set, 21 for a week, at most; words in which nothing is common any
 * more are skipped.
 */
export function intersectSlots(sets: readonly Slots[]): Slots {
  const [first, ...others] = sets
  if (first === undefined) throw new RangeError('there is nothing to intersect')
  return keepCommon(first.slice(), others)
}

/** Keeps the slots of `common` that every set of the list has too; those may be longer. Returns `common`. */
export function keepCommon(common: Slots, list: readonly Slots[]): Slots {
  const last = list.length - 1
  // Eight sets at a time, so that `common` is read and written an eighth as often. A set that is named twice changes nothing.
  for (let index = 0; index <= last; index += 8) {
    const a = list[index]!
    const b = list[Math.min(index + 1, last)]!
    const c = list[Math.min(index + 2, last)]!
    const d = list[Math.min(index + 3, last)]!
    const e = list[Math.min(index + 4, last)]!
    const f = list[Math.min(index + 5, last)]!
    const g = list[Math.min(index + 6, last)]!
    const h = list[Math.min(index + 7, last)]!
    for (let word = 0; word < common.length; word++) {
      // Nights and weekends are soon empty: eight people share little, and the words of the others need not be read.
      if (common[word] === 0) continue
      common[word]! &= a[word]! & b[word]! & c[word]! & d[word]! & e[word]! & f[word]! & g[word]! & h[word]!
    }
  }
  return common
}
