import type { FoundTimes, Times, TimesPreference } from '@w2meet/contract'
import { dayAt, instantTextOfSlot } from '@w2meet/scheduling'
import { describeNone } from './describe-none.ts'
import { listNames } from './list-names.ts'
import type { Search } from './times-question.ts'

/** What was found, in the words and the clock of whoever asked. */
export function describeTimes({ times, candidates, none }: Times, search: Search): Omit<FoundTimes, 'case_id'> {
  const { question, named, timezone } = search
  const suggestions = times.map(({ start, free, total, missing }, rank) => {
    const slot = question.horizon.start + start
    const names = missing.map((person) => named[person]!.email)
    const sameAsBefore = rank > 0 && times[rank - 1]!.free === free
    return {
      start: instantTextOfSlot(slot),
      end: instantTextOfSlot(slot + question.duration_slots),
      day: dayAt(slot, timezone),
      free,
      total,
      missing: names,
      reason: `${whoIsFree(free, total, names)}; ${whyHere(question.preference, rank, sameAsBefore, candidates)}`,
    }
  })
  return { timezone, suggestions, candidates, none: none && describeNone(none, search) }
}

function whoIsFree(free: number, total: number, missing: readonly string[]): string {
  if (total === 1) return free === 1 ? 'The one person is free' : `${missing[0]} is not free`
  return missing.length === 0 ? `All ${total} are free` : `${free} of ${total} are free, without ${listNames(missing)}`
}

function whyHere(preference: TimesPreference, rank: number, sameAsBefore: boolean, candidates: number): string {
  if (candidates === 1) return 'the only time that suits'
  switch (preference) {
    case 'most':
      if (rank === 0) return 'the earliest of the times that suit most people'
      return sameAsBefore ? 'the next time that suits as many' : 'the earliest of the times that suit fewer people'
    case 'first':
      return rank === 0 ? 'the earliest time that suits' : 'the next after it'
    case 'last':
      return rank === 0 ? 'the latest time that suits' : 'the one before it'
    case 'random':
      return `drawn from the ${candidates} times that suit`
  }
}
