import type { Slots } from './bits.ts'

/**
 * The starts from which `duration` slots in a row are free, written into `into`, which may be `slots` itself. `into` may
 * also be shorter than `slots`: nothing is free past its end. `duration` is at least 1.
 *
 * Cost: a pass over the words for each doubling (2 for an hour, 6 for twelve); nothing is allocated.
 */
export function startsOf(slots: Slots, duration: number, into: Slots): Slots {
  let from = slots
  let run = 1
  do {
    // A start that is free for `run` slots, and free for `run` slots again from `shift` slots later, is free for `run + shift`.
    const shift = Math.min(run, duration - run, 31)
    keepFreeLater(from, shift, into)
    run += shift
    from = into
  } while (run < duration)
  return into
}

/** Bits move between words by less than a word: a `shift` of 0 to 31. Each word is read before it is written. */
function keepFreeLater(from: Slots, shift: number, into: Slots): void {
  const last = into.length - 1
  if (last < 0) return
  let word = from[0]!
  for (let index = 0; index < last; index++) {
    const next = from[index + 1]!
    // In two steps, since a shift by 32 would be none.
    into[index] = word & ((word >>> shift) | ((next << 1) << (31 - shift)))
    word = next
  }
  into[last] = word & (word >>> shift)
}
