import { keepShared, type Slots, slotsBefore, wordsFor } from './bits.ts'
import { startsOf } from './durations.ts'
import { createTally, type Tally } from './tally.ts'
import type { TimesQuestion } from './times-question.ts'

/** What the starts in a window are good for. Slots of the window, each the start of a meeting. */
export type SuitableStarts = {
  /** On the step, and the meeting fits into the window. */
  onStep: Slots
  /** And it lies within working hours. */
  offered: Slots
  /** The people can, whatever the step, the window's end and the working hours. */
  suiting: Slots
  /** The people could, but for exactly one who is required. */
  butForOne: Slots
  /** Offered and suiting. */
  candidates: Slots
  /** How many of everybody are free for the whole meeting. */
  free: Tally
}

/**
 * Looks at every start in the window at once, one person after the other. `everybody` begins with the required and
 * optional people.
 *
 * Cost: for each person and word of the window some 25 operations for an hour, and half of that again for each group the
 * person is in.
 */
export function suitableStarts(
  question: TimesQuestion,
  everybody: readonly number[],
  duration: number,
  windowSlots: number,
): SuitableStarts {
  const { people, required, optional, groups } = question
  const words = wordsFor(windowSlots)
  const own = new Uint32Array(words)
  const missing = new Uint32Array(words)
  const missingMore = new Uint32Array(words)
  const free = createTally(windowSlots)
  const asked = required.length + optional.length

  for (const person of required) {
    startsOf(people[person]!, duration, own)
    free.add(own)
    addMissing(own, missing, missingMore)
  }
  for (const person of everybody.slice(required.length, asked)) free.add(startsOf(people[person]!, duration, own))
  const enough = free.atLeast(question.atLeast)
  for (const person of everybody.slice(asked)) free.add(startsOf(people[person]!, duration, own))
  for (const { members, atLeast } of groups) {
    const group = createTally(windowSlots)
    for (const person of members) group.add(startsOf(people[person]!, duration, own))
    keepShared(enough, group.atLeast(atLeast))
  }

  const onStep = keepShared(slotsBefore(Math.max(0, windowSlots - duration + 1), words), question.starts)
  const offered = keepShared(startsOf(question.working, duration, new Uint32Array(words)), onStep)
  const suiting = enough.map((word, index) => word & ~missing[index]!)
  const butForOne = enough.map((word, index) => word & missing[index]! & ~missingMore[index]!)
  return { onStep, offered, suiting, butForOne, candidates: keepShared(suiting.slice(), offered), free }
}

/** Counts to two: where one is missing already, a second is more. */
function addMissing(own: Slots, missing: Slots, missingMore: Slots): void {
  for (let word = 0; word < own.length; word++) {
    const absent = ~own[word]!
    missingMore[word]! |= missing[word]! & absent
    missing[word]! |= absent
  }
}
