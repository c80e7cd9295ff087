import type { Preference } from '@w2meet/contract'
import type { User } from '../user.ts'
import type { CacheAnswer, Era } from './cache.ts'

/*
 * Redis keeps an entry for an e-mail as text that begins with a version:
 *   "7"           a write of version 7 was noted, and nothing read since
 *   "7 1.abc […]" a person of version 7, read from the database in the era 1.abc
 *   "0 1.abc"     nobody, found in the era 1.abc
 */

type Fields = [name: string | null, timezone: string, preferences: Preference, week: string, createdMs: number, updatedMs: number]

export function encodeCached(found: User | null, era: string): { version: number; text: string } {
  if (found === null) return { version: 0, text: `0 ${era}` }
  const { name, timezone, preferences, week, version, createdAt, updatedAt } = found
  const fields: Fields = [name, timezone, preferences, week.toBase64(), createdAt.getTime(), updatedAt.getTime()]
  return { version, text: `${version} ${era} ${JSON.stringify(fields)}` }
}

/** Undefined where the entry is not of this era. */
export function decodeCached(text: string | null, email: string, era: Era): CacheAnswer {
  if (text === null) return undefined
  const eraAt = text.indexOf(' ') + 1
  if (eraAt === 0) return undefined
  const space = text.indexOf(' ', eraAt)
  const eraEnd = space === -1 ? text.length : space
  if (text.slice(eraAt, eraEnd) !== era) return undefined
  if (space === -1) return null
  const [name, timezone, preferences, week, createdMs, updatedMs]: Fields = JSON.parse(text.slice(space))
  return {
    email,
    name,
    timezone,
    preferences,
    week: Uint8Array.fromBase64(week),
    version: Number.parseInt(text, 10),
    createdAt: new Date(createdMs),
    updatedAt: new Date(updatedMs),
  }
}
