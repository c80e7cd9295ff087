import { countSlots, firstSlot, hasAny, keepShared, type Slots } from './bits.ts'
import { startsOf } from './durations.ts'
import { type SuitableStarts, suitableStarts } from './suitable-starts.ts'
import type { TimesQuestion } from './times-question.ts'

/** Why there is no time, who is in the way, and what would help. */
export type NoTimes = { reason: NoTimesReason; blockers: Blocker[]; relaxations: Relaxation[] }

/**
 * The first of these that is true. `window_too_short`: no start on the step leaves room for the meeting, whoever comes.
 * `outside_working_hours`: they leave no room either, or the people could meet at other hours. `nobody_available`: not
 * one person is free at any start that is left. `no_common_time`: some are, but never those who must be.
 */
export type NoTimesReason = 'window_too_short' | 'outside_working_hours' | 'nobody_available' | 'no_common_time'

/**
 * A required person without whom there would be so many candidates; or, with 0, one who has no time at all in the window,
 * where more than one are in the way.
 */
export type Blocker = { person: number; candidatesWithout: number }

/** The same question with one thing changed: it has so many candidates then, the first of which is `start`. */
export type Relaxation =
  | { change: 'drop'; person: number; candidates: number; start: number }
  | { change: 'shorten'; duration: number; candidates: number; start: number }
  | { change: 'extend'; windowSlots: number; candidates: number; start: number }

const MAX_BLOCKERS = 10
const MAX_DROPS = 3

/** Cost: one more search for a longer window, and up to six for a shorter meeting. */
export function explainNoTimes(question: TimesQuestion, everybody: readonly number[], found: SuitableStarts): NoTimes {
  const blockers = findBlockers(question, everybody, found)
  const drops = blockers.filter(({ candidates }) => candidates > 0).slice(0, MAX_DROPS)
  return {
    reason: reasonOf(found),
    blockers: blockers.map(({ person, candidates }) => ({ person, candidatesWithout: candidates })),
    relaxations: [
      ...drops.map((drop) => ({ change: 'drop' as const, ...drop })),
      ...findShorter(question, everybody),
      ...findLonger(question, everybody),
    ],
  }
}

function reasonOf({ onStep, offered, suiting, free }: SuitableStarts): NoTimesReason {
  if (!hasAny(onStep)) return 'window_too_short'
  if (!hasAny(offered) || hasAny(keepShared(suiting.slice(), onStep))) return 'outside_working_hours'
  return hasAny(keepShared(free.atLeast(1), offered)) ? 'no_common_time' : 'nobody_available'
}

/**
 * Where exactly one required person is missing and all else holds, all holds without that person; where nobody is missing
 * and something else fails, it fails without anybody too. So one look at each person's starts is enough, and what is
 * counted never needs more people than are left.
 */
function findBlockers({ people, required, duration }: TimesQuestion, everybody: readonly number[], found: SuitableStarts) {
  const { offered, butForOne } = found
  // A meeting of nobody helps nobody.
  const open = everybody.length === 1 ? new Uint32Array(offered.length) : keepShared(butForOne.slice(), offered)
  const own = new Uint32Array(offered.length)
  const without = new Uint32Array(offered.length)
  const blockers: { person: number; candidates: number; start: number }[] = []
  if (!hasAny(offered)) return blockers
  for (const person of required) {
    startsOf(people[person]!, duration, own)
    for (let word = 0; word < open.length; word++) without[word] = open[word]! & ~own[word]!
    const candidates = countSlots(without)
    if (candidates > 0 || !hasAny(keepShared(own, offered))) {
      blockers.push({ person, candidates, start: firstSlot(without) })
    }
  }
  return blockers.sort((a, b) => b.candidates - a.candidates).slice(0, MAX_BLOCKERS)
}

/** The longest shorter meeting that has a candidate: wherever a meeting fits a shorter one does, so halving finds it. */
function findShorter(question: TimesQuestion, everybody: readonly number[]): Relaxation[] {
  let relaxations: Relaxation[] = []
  let low = 1
  let high = question.duration - 1
  while (low <= high) {
    const duration = (low + high) >>> 1
    const { candidates } = suitableStarts(question, everybody, duration, question.windowSlots)
    if (hasAny(candidates)) {
      relaxations = [{ change: 'shorten', duration, ...summary(candidates) }]
      low = duration + 1
    } else {
      high = duration - 1
    }
  }
  return relaxations
}

/** The smallest window with a candidate ends where the horizon's first one does; so that is its only one. */
function findLonger(question: TimesQuestion, everybody: readonly number[]): Relaxation[] {
  const { duration, windowSlots, slots } = question
  if (slots === windowSlots) return []
  const { candidates } = suitableStarts(question, everybody, duration, slots)
  if (!hasAny(candidates)) return []
  const start = firstSlot(candidates)
  return [{ change: 'extend', windowSlots: start + duration, candidates: 1, start }]
}

function summary(candidates: Slots): { candidates: number; start: number } {
  return { candidates: countSlots(candidates), start: firstSlot(candidates) }
}
