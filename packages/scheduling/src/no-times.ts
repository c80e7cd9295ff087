import { countSlots, firstSlot, hasAny, keepShared, type Slots, slotsBefore, wordsFor } from './bits.ts'
import { candidateStarts, keepWhereFree, offeredStarts, startsOnStep, tallyStarts } from './candidates.ts'
import { startsOf } from './durations.ts'
import type { SlotSearch } from './slot-search.ts'
import type { Steps } from './steps.ts'

/** Why a search has no candidate, which people are in the way, and which changes would help. */
export type NoTimes = { reason: NoTimesReason; blockers: Blocker[]; relaxations: SearchRelaxation[] }

/**
 * The first of these that is true. `window_too_short`: no start on the step leaves room for the meeting, whoever comes.
 * `outside_working_hours`: they leave no room either, or the people could meet at other hours. `nobody_available`: not
 * one person is free at any start that is left. `no_common_time`: some are, but never those who must be.
 */
export const NO_TIMES_REASONS = ['window_too_short', 'outside_working_hours', 'nobody_available', 'no_common_time'] as const
export type NoTimesReason = (typeof NO_TIMES_REASONS)[number]

/**
 * A required person without whom there would be so many candidates. 0: the person has no time at all in the window, but others
 * are in the way too.
 */
export type Blocker = { person: number; candidatesWithout: number }

/** One change to the search, which gives it so many candidates, the first of them at `start`. */
export type SearchRelaxation =
  | { change: 'drop'; person: number; candidates: number; start: number }
  | { change: 'shorten'; duration: number; candidates: number; start: number }
  | { change: 'extend'; windowSlots: number; candidates: number; start: number }

const MAX_BLOCKERS = 10
const MAX_DROPS = 3

/** Why a search has no candidate; `everybody` is whom it is about. Cost: up to eight searches, and a look at everybody. */
export function* explainNoTimes(search: SlotSearch, everybody: readonly number[]): Steps<NoTimes> {
  const offered = offeredStarts(search)
  const blockers = yield* findBlockers(search, everybody, offered)
  const drops = blockers.filter(({ candidates }) => candidates > 0).slice(0, MAX_DROPS)
  return {
    reason: yield* findReason(search, everybody, offered),
    blockers: blockers.map(({ person, candidates }) => ({ person, candidatesWithout: candidates })),
    relaxations: [
      ...drops.map((drop) => ({ change: 'drop' as const, ...drop })),
      ...(yield* findShorter(search)),
      ...findLonger(search),
    ],
  }
}

function* findReason(search: SlotSearch, everybody: readonly number[], offered: Slots): Steps<NoTimesReason> {
  const { people, duration, slots } = search
  if (!hasAny(startsOnStep(search))) return 'window_too_short'
  const atAnyHour = { ...search, working: slotsBefore(slots, wordsFor(slots)) }
  if (!hasAny(offered) || hasAny(candidateStarts(atAnyHour))) return 'outside_working_hours'
  const own = new Uint32Array(offered.length)
  for (const person of everybody) {
    if (hasAny(keepShared(startsOf(people[person]!, duration, own), offered))) return 'no_common_time'
    yield
  }
  return 'nobody_available'
}

type Missed = { person: number; candidates: number; start: number }

function* findBlockers(search: SlotSearch, everybody: readonly number[], offered: Slots): Steps<Missed[]> {
  const { people, required, duration } = search
  const blockers: Missed[] = []
  if (!hasAny(offered)) return blockers
  const open = yield* startsButForOne(search, everybody, offered)
  const own = new Uint32Array(offered.length)
  const without = new Uint32Array(offered.length)
  for (const person of required) {
    yield
    startsOf(people[person]!, duration, own)
    for (let word = 0; word < open.length; word++) without[word] = open[word]! & ~own[word]!
    const candidates = countSlots(without)
    if (candidates > 0 || !hasAny(keepShared(own, offered))) {
      blockers.push({ person, candidates, start: firstSlot(without) })
    }
  }
  return blockers.sort((a, b) => b.candidates - a.candidates).slice(0, MAX_BLOCKERS)
}

/**
 * The starts that would be candidates but for exactly one required person. These are the candidates without that person:
 * a quorum counts only free people, so the missing person is not among them, and where nobody is missing and yet something
 * fails, it fails without any one person too. For the same reason no quorum asks for more people than are left.
 */
function* startsButForOne(search: SlotSearch, everybody: readonly number[], offered: Slots): Steps<Slots> {
  const { people, required, optional, groups, atLeast, duration } = search
  const own = new Uint32Array(offered.length)
  const missing = new Uint32Array(offered.length)
  const missingMore = new Uint32Array(offered.length)
  // A meeting of nobody helps nobody.
  if (everybody.length === 1) return missing
  for (const person of required) {
    yield
    startsOf(people[person]!, duration, own)
    for (let word = 0; word < own.length; word++) {
      const absent = ~own[word]!
      missingMore[word]! |= missing[word]! & absent
      missing[word]! |= absent
    }
  }
  const open = offered.map((word, index) => word & missing[index]! & ~missingMore[index]!)
  keepWhereFree(open, atLeast, () => tallyStarts(search, [...required, ...optional]))
  for (const group of groups) keepWhereFree(open, group.atLeast, () => tallyStarts(search, group.members))
  return open
}

/** The longest shorter meeting that has a candidate, found by halving: where a meeting fits, a shorter one does too. */
function* findShorter(search: SlotSearch): Steps<SearchRelaxation[]> {
  let relaxations: SearchRelaxation[] = []
  let low = 1
  let high = search.duration - 1
  while (low <= high) {
    yield
    const duration = (low + high) >>> 1
    const candidates = candidateStarts({ ...search, duration })
    if (hasAny(candidates)) {
      relaxations = [{ change: 'shorten', duration, ...summary(candidates) }]
      low = duration + 1
    } else {
      high = duration - 1
    }
  }
  return relaxations
}

/** The smallest window with a candidate ends where the first meeting that fits into the horizon does, so it has only that one. */
function findLonger(search: SlotSearch): SearchRelaxation[] {
  const { duration, windowSlots, slots } = search
  if (slots === windowSlots) return []
  const candidates = candidateStarts({ ...search, windowSlots: slots })
  if (!hasAny(candidates)) return []
  const start = firstSlot(candidates)
  return [{ change: 'extend', windowSlots: start + duration, candidates: 1, start }]
}

function summary(candidates: Slots): { candidates: number; start: number } {
  return { candidates: countSlots(candidates), start: firstSlot(candidates) }
}
