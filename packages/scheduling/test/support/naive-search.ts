import { range } from './horizons.ts'
import type { PlainSearch } from './plain-searches.ts'

/** Everybody with a role, each once. */
export function everybody({ required, optional, groups }: PlainSearch): number[] {
  return [...new Set([...required, ...optional, ...groups.flatMap(({ members }) => members)])]
}

export function isFreeAt({ people, duration }: PlainSearch, person: number, start: number): boolean {
  return range(start, start + duration).every((slot) => people[person]!.has(slot))
}

/** The starts on the step from which a meeting fits into the window. */
export function startsOnStep({ starts, duration, windowSlots }: PlainSearch): number[] {
  return range(0, windowSlots - duration + 1).filter((start) => starts.has(start))
}

/** Those from which it also lies within working hours. */
export function offeredStarts(search: PlainSearch): number[] {
  const { duration, working } = search
  return startsOnStep(search).filter((start) => range(start, start + duration).every((slot) => working.has(slot)))
}

/** The starts at which everything holds, lowest first: one start after the other, one person after the other. */
export function naiveCandidates(search: PlainSearch): number[] {
  const { required, optional, groups, atLeast } = search
  return offeredStarts(search).filter((start) => {
    const free = (members: readonly number[]) => members.filter((person) => isFreeAt(search, person, start)).length
    return (
      free(required) === required.length &&
      free([...required, ...optional]) >= atLeast &&
      groups.every((group) => free(group.members) >= group.atLeast)
    )
  })
}

/** The search without a person, or undefined where it would ask for more people than are left, or for none. */
export function without(search: PlainSearch, dropped: number): PlainSearch | undefined {
  const left = (members: readonly number[]) => members.filter((person) => person !== dropped)
  const [required, optional] = [left(search.required), left(search.optional)]
  const groups = search.groups.map((group) => ({ ...group, members: left(group.members) }))
  const changed = { ...search, required, optional, groups }
  const possible =
    everybody(changed).length > 0 &&
    changed.atLeast <= required.length + optional.length &&
    groups.every((group) => group.atLeast <= group.members.length)
  return possible ? changed : undefined
}
