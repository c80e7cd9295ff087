import { hasAny, keepShared, type Slots, slotsBefore, wordsFor } from './bits.ts'
import { startsOf } from './durations.ts'
import { keepCommon } from './intersect.ts'
import type { SlotSearch } from './slot-search.ts'
import { createTally, type Tally } from './tally.ts'

/** The starts on the step from which the meeting fits into the window. */
export function startsOnStep({ duration, windowSlots, starts }: SlotSearch): Slots {
  return keepShared(slotsBefore(Math.max(0, windowSlots - duration + 1), wordsFor(windowSlots)), starts)
}

/** The starts on the step from which the whole meeting lies within working hours. */
export function offeredStarts(search: SlotSearch): Slots {
  const working = startsOf(search.working, search.duration, new Uint32Array(wordsFor(search.windowSlots)))
  return keepShared(working, startsOnStep(search))
}

/**
 * The starts at which everything holds, by operations on whole words. The search looks at optional people and groups only
 * where the required people have a start in common.
 *
 * Cost: an operation for each required person and word of the window, some twenty for each person who is counted.
 * `tallyOptional` is called where the quorum needs optional people.
 */
export function candidateStarts(search: SlotSearch, tallyOptional = () => tallyStarts(search, search.optional)): Slots {
  const { people, required, groups, duration } = search
  const all = slotsBefore(search.windowSlots, wordsFor(search.windowSlots))
  const common = keepCommon(
    all,
    required.map((person) => people[person]!),
  )
  const candidates = keepShared(startsOf(common, duration, common), offeredStarts(search))
  keepWhereFree(candidates, search.atLeast - required.length, tallyOptional)
  for (const { members, atLeast } of groups) keepWhereFree(candidates, atLeast, () => tallyStarts(search, members))
  return candidates
}

/** Keeps the starts at which at least so many are free. Calls `tally` only where a start is left and somebody is needed. */
export function keepWhereFree(starts: Slots, atLeast: number, tally: () => Tally): void {
  if (atLeast > 0 && hasAny(starts)) keepShared(starts, tally().atLeast(atLeast))
}

/** How many of these people are free for the whole meeting, by its start. */
export function tallyStarts(search: SlotSearch, counted: readonly number[]): Tally {
  return addStarts(createTally(search.windowSlots), search, counted)
}

export function addStarts(tally: Tally, { people, duration, windowSlots }: SlotSearch, counted: readonly number[]): Tally {
  const own = new Uint32Array(wordsFor(windowSlots))
  for (const person of counted) tally.add(startsOf(people[person]!, duration, own))
  return tally
}
