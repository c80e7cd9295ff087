import type { FoundTimes, Times } from '@w2meet/contract'
import { instantTextOfSlot, SLOT_MINUTES } from '@w2meet/scheduling'
import { listNames } from './list-names.ts'
import type { Search } from './times-question.ts'

type Found = NonNullable<Times['none']>
type Described = NonNullable<FoundTimes['none']>

/** Why there is no time, and what would help. */
export function describeNone({ reason, blockers, relaxations }: Found, { question, named }: Search): Described {
  const emailOf = (person: number) => named[person]!.email
  const instantText = (slot: number) => instantTextOfSlot(question.horizon.start + slot)
  return {
    reason,
    explanation: explain(
      reason,
      question,
      blockers.map(({ person }) => emailOf(person)),
    ),
    blockers: blockers.map(({ person, candidatesWithout }) => ({
      email: emailOf(person),
      candidates_without: candidatesWithout,
    })),
    relaxations: relaxations.map(relax),
  }

  function relax({ candidates, start, ...changed }: Found['relaxations'][number]): Described['relaxations'][number] {
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

function explain(reason: Found['reason'], question: Search['question'], blockers: readonly string[]): string {
  const { duration_slots, horizon, window_slots } = question
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
