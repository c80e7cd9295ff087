import type { PackedSearch } from '@w2meet/contract'
import { createRandom, findTimesInSteps, type SearchResult, type Slots, type Steps, slotsFromBase64 } from '@w2meet/scheduling'

/** The times that suit a group; `people` are the free slots of those in the search, in its order. */
export function timesOf(search: PackedSearch, people: readonly Slots[]): Steps<SearchResult> {
  const { horizon, groups, at_least, duration_slots, window_slots, working, starts, seed, ...same } = search
  return findTimesInSteps({
    ...same,
    people,
    groups: groups.map(({ members, at_least }) => ({ members, atLeast: at_least })),
    atLeast: at_least,
    duration: duration_slots,
    windowSlots: window_slots,
    slots: horizon.slots,
    working: slotsFromBase64(working, horizon),
    starts: slotsFromBase64(starts, horizon),
    random: createRandom(seed),
  })
}
