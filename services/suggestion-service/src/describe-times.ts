import type { TimesAnswer, TimesPreference } from '@w2meet/contract'
import { dayAt, instantTextOfSlot, type SearchResult } from '@w2meet/scheduling'
import { describeNone } from './describe-none.ts'
import { listNames } from './list-names.ts'
import type { NamedSearch } from './named-search.ts'

/** The result of a search, in the e-mails and on the clock of the search. */
export function describeTimes({ times, candidates, none }: SearchResult, asked: NamedSearch): Omit<TimesAnswer, 'case_id'> {
  const { search, named, timezone } = asked
  const suggestions = times.map(({ start, free, total, missing }, rank) => {
    const slot = search.horizon.start + start
    const names = missing.map((person) => named[person]!.email)
    const sameAsBefore = rank > 0 && times[rank - 1]!.free === free
    return {
      start: instantTextOfSlot(slot),
      end: instantTextOfSlot(slot + search.duration_slots),
      day: dayAt(slot, timezone),
      free,
      total,
      missing: names,
      reason: `${whoIsFree(free, total, names)}; ${whyHere(search.preference, rank, sameAsBefore, candidates)}`,
    }
  })
  return { timezone, suggestions, candidates, none: none && describeNone(none, asked) }
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
