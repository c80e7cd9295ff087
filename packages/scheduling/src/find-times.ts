import { isFreeThroughout, listSlots } from './bits.ts'
import { addStarts, candidateStarts, tallyStarts } from './candidates.ts'
import { explainNoTimes, type NoTimes } from './no-times.ts'
import { pickStarts } from './pick-starts.ts'
import { everybodyIn, type SlotSearch } from './slot-search.ts'
import { finish, type Steps } from './steps.ts'
import type { Tally } from './tally.ts'

/** A time that suits: its first slot, how many of everybody are free throughout, and who is not (indexes into `people`). */
export type FoundTime = { start: number; free: number; total: number; missing: number[] }

export type SearchResult = {
  /** At most `limit`, in the order of the preference. */
  times: FoundTime[]
  /** How many starts satisfy everything. */
  candidates: number
  /** Where no start does: why, and what would help. */
  none: NoTimes | null
}

/**
 * The times at which everything asked for holds: the start is on the step, the meeting within the window and the working
 * hours, every required person free throughout, and enough of required and optional together and of each group.
 * Everybody counts once in `free` and `total`, in however many roles.
 *
 * Throws a RangeError for a search that makes no sense: somebody named twice, more people wanted than there are, a
 * duration or limit out of its range, a horizon too short. Cost: an operation for each required person and word (32 slots)
 * of the window; some twenty for each of the others where they are counted, which is for `atLeast`, a group and `most`.
 * Where there is no time, up to eight such searches to say what would help.
 */
export function findTimes(search: SlotSearch): SearchResult {
  return finish(findTimesInSteps(search))
}

/** `findTimes` in steps, between which the caller may do something else. */
export function* findTimesInSteps(search: SlotSearch): Steps<SearchResult> {
  const everybody = everybodyIn(search)
  let tally: Tally | undefined
  const tallyOptional = () => (tally ??= tallyStarts(search, search.optional))
  const starts = listSlots(candidateStarts(search, tallyOptional))
  yield
  if (starts.length === 0) return { times: [], candidates: 0, none: yield* explainNoTimes(search, everybody) }
  const times: FoundTime[] = []
  for (const start of pickStarts(starts, () => countOthers(search, everybody, tallyOptional()), search)) {
    yield
    times.push(describeTime(search, everybody, start))
  }
  return { times, candidates: starts.length, none: null }
}

/** How many are free besides the required ones, who are at every candidate; `tally` has the optional ones already. */
function countOthers(search: SlotSearch, everybody: readonly number[], tally: Tally): Uint16Array {
  const inGroupsOnly = everybody.slice(search.required.length + search.optional.length)
  return addStarts(tally, search, inGroupsOnly).counts()
}

function describeTime({ people, required, duration }: SlotSearch, everybody: readonly number[], start: number): FoundTime {
  const others = everybody.slice(required.length)
  const missing = others.filter((person) => !isFreeThroughout(people[person]!, start, start + duration))
  return { start, free: everybody.length - missing.length, total: everybody.length, missing }
}
