import { type Slots, slotsBefore, wordsFor } from './bits.ts'

/** How many people are free in each slot. */
export type Tally = {
  /** Counts one more person. Throws a RangeError for a horizon of another length, and after 65,535 people. */
  add(free: Slots): void
  /** The slots in which `n` people or more are free; all for 0. */
  atLeast(n: number): Slots
  /** How many are free in each slot. */
  counts(): Uint16Array
}

const MAX_PEOPLE = 0xffff

/**
 * A count for each of so many slots, kept bit by bit: plane `k` holds bit `k` of all counts, 32 to a word, so that one
 * word operation adds to 32 counts. Eight people are added at a time by carry-save adders (Harley and Seal, in Warren's
 * Hacker's Delight, 5-1): each adder takes three bits of one weight, and leaves one and a carry. A carry waits at its
 * plane until there is a second one, so that a plane is touched half as often as the one below.
 *
 * Cost of adding a person: about five operations for each word, whatever the counts are.
 */
export function createTally(slots: number): Tally {
  const words = wordsFor(slots)
  const newPlane = () => new Uint32Array(words)
  const rows: Rows = [newPlane(), newPlane(), newPlane(), newPlane(), newPlane(), newPlane(), newPlane(), newPlane()]
  const planes: Slots[] = [newPlane(), newPlane(), newPlane()]
  /** The waiting carry of each plane from the fourth on; one waits where the bit of `blocks` is set. */
  const waiting: Slots[] = []
  let carry: Slots = newPlane()
  let blocks = 0
  let pending = 0
  let people = 0

  function addBlock(): void {
    addEight(rows, planes[0]!, planes[1]!, planes[2]!, carry)
    let level = 0
    for (; (blocks >>> level) & 1; level++) addCarries(planeAt(level + 3), waiting[level]!, carry)
    const unused = waiting[level] ?? newPlane()
    waiting[level] = carry
    carry = unused
    blocks++
    pending = 0
  }

  function planeAt(index: number): Slots {
    while (planes.length <= index) planes.push(newPlane())
    return planes[index]!
  }

  /** Adds the rows and the carries that wait to the planes. */
  function settle(): void {
    if (pending > 0) {
      for (const row of rows.slice(pending)) row.fill(0)
      addBlock()
    }
    for (let level = 0; blocks >>> level; level++) {
      if ((blocks >>> level) & 1) addToPlanes(waiting[level]!, level + 3)
    }
    blocks = 0
  }

  function addToPlanes(carried: Slots, from: number): void {
    for (let index = from, carries = true; carries; index++) carries = addHalf(planeAt(index), carried)
  }

  return {
    add(free) {
      if (people === MAX_PEOPLE) throw new RangeError(`a tally counts ${MAX_PEOPLE} people at most`)
      if (free.length !== words) throw new RangeError(`${slots} slots are ${words} words, not ${free.length}`)
      people++
      rows[pending++]!.set(free)
      if (pending === rows.length) addBlock()
    },
    atLeast(n) {
      settle()
      const more = newPlane()
      const same = slotsBefore(slots, words)
      for (let index = Math.max(planes.length, 32 - Math.clz32(n)) - 1; index >= 0; index--) {
        compareBit(planeAt(index), (n >>> index) & 1, more, same)
      }
      for (let word = 0; word < words; word++) more[word]! |= same[word]!
      return more
    },
    counts() {
      settle()
      return countsIn(planes, slots)
    },
  }
}

type Rows = readonly [Slots, Slots, Slots, Slots, Slots, Slots, Slots, Slots]

/** Adds eight rows to the planes of weight 1, 2 and 4, and writes their carries, of weight 8, into `eights`. */
function addEight([r0, r1, r2, r3, r4, r5, r6, r7]: Rows, ones: Slots, twos: Slots, fours: Slots, eights: Slots): void {
  for (let word = 0; word < ones.length; word++) {
    let one = ones[word]!
    let a = r0[word]!
    let b = r1[word]!
    let half = one ^ a
    const twoA = (one & a) | (half & b)
    one = half ^ b

    a = r2[word]!
    b = r3[word]!
    half = one ^ a
    const twoB = (one & a) | (half & b)
    one = half ^ b

    a = r4[word]!
    b = r5[word]!
    half = one ^ a
    const twoC = (one & a) | (half & b)
    one = half ^ b

    a = r6[word]!
    b = r7[word]!
    half = one ^ a
    const twoD = (one & a) | (half & b)
    ones[word] = half ^ b

    let two = twos[word]!
    half = two ^ twoA
    const fourA = (two & twoA) | (half & twoB)
    two = half ^ twoB
    half = two ^ twoC
    const fourB = (two & twoC) | (half & twoD)
    twos[word] = half ^ twoD

    const four = fours[word]!
    half = four ^ fourA
    eights[word] = (four & fourA) | (half & fourB)
    fours[word] = half ^ fourB
  }
}

/** Adds two carries to their plane; the second becomes their carry to the next plane. */
function addCarries(plane: Slots, first: Slots, second: Slots): void {
  for (let word = 0; word < plane.length; word++) {
    const bits = plane[word]!
    const half = bits ^ first[word]!
    const carry = (bits & first[word]!) | (half & second[word]!)
    plane[word] = half ^ second[word]!
    second[word] = carry
  }
}

/** Adds one carry to its plane, and leaves in it the carry to the next plane. False where that is empty. */
function addHalf(plane: Slots, carried: Slots): boolean {
  let any = 0
  for (let word = 0; word < plane.length; word++) {
    const carry = plane[word]! & carried[word]!
    plane[word]! ^= carried[word]!
    carried[word] = carry
    any |= carry
  }
  return any !== 0
}

/** The counts whose bits the planes hold. */
function countsIn(planes: readonly Slots[], slots: number): Uint16Array {
  const counts = new Uint16Array(slots)
  for (let slot = 0; slot < slots; slot++) {
    let count = 0
    for (let index = 0; index < planes.length; index++) count |= ((planes[index]![slot >>> 5]! >>> (slot & 31)) & 1) << index
    counts[slot] = count
  }
  return counts
}

/** One bit of comparing every count with a number, highest first: those that were the same may become more. */
function compareBit(plane: Slots, bit: number, more: Slots, same: Slots): void {
  for (let word = 0; word < plane.length; word++) {
    if (bit === 0) more[word]! |= same[word]! & plane[word]!
    same[word]! &= bit === 0 ? ~plane[word]! : plane[word]!
  }
}
