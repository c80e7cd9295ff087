import type { SlotSearch } from './slot-search.ts'

/**
 * The starts to answer with, in the order of the preference. `starts` are the candidates, lowest first; `freeAt` returns how
 * many are free at each slot, and is called only for the preference `most`.
 */
export function pickStarts(starts: readonly number[], freeAt: () => Uint16Array, search: SlotSearch): number[] {
  const { preference, limit, random } = search
  if (preference === 'first') return starts.slice(0, limit)
  if (preference === 'last') return starts.slice(-limit).reverse()
  return preference === 'most' ? mostFree(starts, freeAt(), limit) : sample(starts, limit, random)
}

/** The starts with most people free, then earliest: each becomes one number that sorts so, faster than a comparing function. */
function mostFree(starts: readonly number[], freeAt: Uint16Array, limit: number): number[] {
  const slots = freeAt.length
  const keys = Float64Array.from(starts, (start) => freeAt[start]! * slots + (slots - 1 - start)).sort()
  return Array.from(keys.slice(-limit).reverse(), (key) => slots - 1 - (key % slots))
}

/** Distinct starts, each as likely as any other, in any order: the first steps of Fisher and Yates's shuffle. */
function sample(starts: readonly number[], limit: number, random: () => number): number[] {
  const rest = [...starts]
  const size = Math.min(limit, rest.length)
  for (let index = 0; index < size; index++) {
    const other = index + Math.floor(random() * (rest.length - index))
    const picked = rest[other]!
    rest[other] = rest[index]!
    rest[index] = picked
  }
  return rest.slice(0, size)
}
