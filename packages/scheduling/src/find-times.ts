import { isFreeThroughout, listSlots } from './bits.ts'
import { explainNoTimes, type NoTimes } from './no-times.ts'
import { pickStarts } from './pick-starts.ts'
import { suitableStarts } from './suitable-starts.ts'
import { everybodyIn, type TimesQuestion } from './times-question.ts'

/** A time that suits: its first slot, how many of everybody are free throughout, and who is not (indexes into `people`). */
export type FoundTime = { start: number; free: number; total: number; missing: number[] }

export type TimesAnswer = {
  /** At most `limit`, in the order of the preference. */
  times: FoundTime[]
  /** How many starts satisfy everything. */
  candidates: number
  /** Where there is none: why, and what would help. */
  none: NoTimes | null
}

/**
 * The times at which everything asked for holds: the start is on the step, the meeting within the window and the working
 * hours, every required person free throughout, and enough of required and optional together and of each group.
 * Everybody counts once in `free` and `total`, in however many roles.
 *
 * Throws a RangeError for a question that is none: somebody named twice, more people wanted than there are, a duration or
 * limit out of its range, a horizon too short. Cost: some 25 operations for each person and word (32 slots) of the window;
 * where there is no time, up to eight times as much to say what would help.
 */
export function findTimes(question: TimesQuestion): TimesAnswer {
  const everybody = everybodyIn(question)
  const found = suitableStarts(question, everybody, question.duration, question.windowSlots)
  const starts = listSlots(found.candidates)
  if (starts.length === 0) return { times: [], candidates: 0, none: explainNoTimes(question, everybody, found) }
  const picked = pickStarts(starts, found.free.counts, question)
  return { times: picked.map((start) => describeTime(question, everybody, start)), candidates: starts.length, none: null }
}

function describeTime({ people, duration }: TimesQuestion, everybody: readonly number[], start: number): FoundTime {
  const missing = everybody.filter((person) => !isFreeThroughout(people[person]!, start, start + duration))
  return { start, free: everybody.length - missing.length, total: everybody.length, missing }
}
