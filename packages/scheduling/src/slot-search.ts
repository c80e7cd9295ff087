import { type Slots, wordsFor } from './bits.ts'

/** At least so many of these people must come; indexes into `people`, each once. */
export type PeopleGroup = { members: readonly number[]; atLeast: number }

/** When can these people meet? Time is counted in slots, the quarter-hours of one horizon that begins at slot 0. */
export type SlotSearch = {
  /** Each person's free slots over the horizon; booked meetings with their buffers already taken out. At most 65,535. */
  people: readonly Slots[]
  /** Who must come: indexes into `people`, each once. */
  required: readonly number[]
  /** Who may come: indexes into `people`, each once and none of them required. Both may also be in groups. */
  optional: readonly number[]
  groups: readonly PeopleGroup[]
  /** How many of required and optional together must be free. */
  atLeast: number
  /** 1 to 48 slots. */
  duration: number
  /** The window is the slots `[0, windowSlots)`: a meeting ends by its end. */
  windowSlots: number
  /** Length of the horizon; what follows the window only serves to say what a longer window would bring. */
  slots: number
  /** Slots within working hours; all of a meeting's must be. */
  working: Slots
  /** Slots at which a meeting may start: those on the step of the clock. */
  starts: Slots
  /** `most`: by people free, then earliest. `random`: any, in any order. */
  preference: 'most' | 'first' | 'last' | 'random'
  /** Numbers in [0, 1), used by `random` only; `createRandom` makes them from a seed. */
  random: () => number
  /** Times wanted, 1 to 50. */
  limit: number
}

/**
 * Everybody the search is about, each once: required, then optional, then those who are only in groups. Throws a
 * RangeError that says what is out of its range.
 */
export function everybodyIn(search: SlotSearch): number[] {
  checkNumbers(search)
  checkHorizon(search)
  const everybody: number[] = []
  /** The last list each person was in, by its number; 0 is none. */
  const seen = new Uint32Array(search.people.length)
  const lists = [[...search.required, ...search.optional], ...search.groups.map(({ members }) => members)]
  lists.forEach((list, index) => {
    for (const person of list) {
      if (seen[person] === undefined) throw new RangeError(`there is no person ${person} among ${seen.length}`)
      if (seen[person] === index + 1) throw new RangeError(`person ${person} is named twice`)
      if (seen[person] === 0) everybody.push(person)
      seen[person] = index + 1
    }
  })
  return everybody
}

function checkNumbers({ required, optional, groups, atLeast, duration, windowSlots, slots, limit }: SlotSearch): void {
  checkRange('atLeast', atLeast, 0, required.length + optional.length)
  for (const group of groups) checkRange("a group's atLeast", group.atLeast, 0, group.members.length)
  checkRange('duration', duration, 1, 48)
  checkRange('windowSlots', windowSlots, 0, slots)
  checkRange('limit', limit, 1, 50)
}

function checkHorizon({ people, working, starts, slots }: SlotSearch): void {
  const words = wordsFor(slots)
  for (const horizon of [working, starts, ...people]) {
    if (horizon.length < words) throw new RangeError(`${slots} slots are ${words} words, not ${horizon.length}`)
  }
}

function checkRange(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${name} is a whole number from ${min} to ${max}, not ${value}`)
  }
}
