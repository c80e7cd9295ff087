import { type Week, weekFromBase64 } from '@w2meet/scheduling'
import { isFree } from '../week/week-slots.ts'
import type { HeatMapAnswer } from './find-api.ts'

/** How many are free in each quarter-hour of a week, and where it is known, who. */
export type Heat = { total: number; counts: readonly number[]; people?: readonly { email: string; week: Week }[] }

export function heatOf({ total, counts, people }: HeatMapAnswer): Heat {
  return { total, counts, people: people?.map(({ email, free }) => ({ email, week: weekFromBase64(free) })) }
}

/** How many are free throughout the slots `[from, to)`; at most so many, where the answer does not say who is free. */
export function countFreeIn({ counts, people }: Heat, from: number, to: number): number {
  if (people === undefined || to - from === 1) return Math.min(...counts.slice(from, to))
  return people.reduce((count, { week }) => count + (isFreeIn(week, from, to) ? 1 : 0), 0)
}

/** Who is free throughout the slots, and who is not; undefined where it is not known. */
export function whoIn({ people }: Heat, from: number, to: number): { free: string[]; missing: string[] } | undefined {
  if (people === undefined) return undefined
  const { free = [], missing = [] } = Object.groupBy(people, ({ week }) => (isFreeIn(week, from, to) ? 'free' : 'missing'))
  return { free: free.map(({ email }) => email), missing: missing.map(({ email }) => email) }
}

/** 0 nobody, 1 to 4 some, 5 everybody. */
export function heatLevel(count: number, total: number): number {
  if (count === 0) return 0
  return count === total ? 5 : 1 + Math.min(3, Math.floor((count / total) * 4))
}

function isFreeIn(week: Week, from: number, to: number): boolean {
  for (let slot = from; slot < to; slot++) if (!isFree(week, slot)) return false
  return true
}
