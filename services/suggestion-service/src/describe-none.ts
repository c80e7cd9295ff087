import type { PackedSearch, TimesAnswer } from '@w2meet/contract'
import { instantTextOfSlot, type NoTimes, type NoTimesReason, type SearchRelaxation, SLOT_MINUTES } from '@w2meet/scheduling'
import { listNames } from './list-names.ts'
import type { NamedSearch } from './named-search.ts'

type Described = NonNullable<TimesAnswer['none']>

/** Why there is no time, and what would help. */
export function describeNone({ reason, blockers, relaxations }: NoTimes, { search, named }: NamedSearch): Described {
  const emailOf = (person: number) => named[person]!.email
  const instantText = (slot: number) => instantTextOfSlot(search.horizon.start + slot)
  return {
    reason,
    explanation: explanationOf(
      reason,
      search,
      blockers.map(({ person }) => emailOf(person)),
    ),
    blockers: blockers.map(({ person, candidatesWithout }) => ({
      email: emailOf(person),
      candidates_without: candidatesWithout,
    })),
    relaxations: relaxations.map(describeRelaxation),
  }

  function describeRelaxation({ candidates, start, ...changed }: SearchRelaxation): Described['relaxations'][number] {
    const found = { candidates, start: instantText(start) }
    switch (changed.change) {
      case 'drop':
        return { change: 'drop', email: emailOf(changed.person), ...found }
      case 'shorten':
        return { change: 'shorten', duration_minutes: changed.duration * SLOT_MINUTES, ...found }
      case 'extend':
        return { change: 'extend', to: instantText(changed.windowSlots), ...found }
    }
  }
}

function explanationOf(reason: NoTimesReason, search: PackedSearch, blockers: readonly string[]): string {
  const { duration_slots, horizon, window_slots } = search
  const minutes = `${duration_slots * SLOT_MINUTES} minutes`
  switch (reason) {
    case 'window_too_short': {
      const [from, to] = [horizon.start, horizon.start + window_slots].map(instantTextOfSlot)
      return `No meeting of ${minutes} that starts on the step has room between ${from} and ${to}`
    }
    case 'outside_working_hours':
      return `No time for ${minutes} that suits lies within the working hours`
    case 'nobody_available':
      return `Nobody is free for ${minutes} at any time in question`
    case 'no_common_time':
      return blockers.length === 0
        ? `There is no time at which enough people are free for ${minutes}`
        : `There is no time at which all who must come are free for ${minutes}; in the way is the time of ${listNames(blockers)}`
  }
}
