import type { User } from '../user.ts'

/** The cache's answer about an e-mail: a person, null where it knows that there is none, undefined where it knows nothing. */
export type CacheAnswer = User | null | undefined

/**
 * A stretch of time in which the cache missed no write. Entries that were read from the database in one era are not believed
 * in another. Undefined while the cache has no era.
 */
export type Era = string | undefined

/** The findings of a reader in the database: a person, or null for none. */
type Findings = ReadonlyMap<string, User | null>

/**
 * The cache's side of the cache-aside protocol. It keeps, for each e-mail, a person, an absence, or only the version of
 * the last write, and it decides by version which entry may replace which; that decision is atomic.
 */
export type Cache = {
  /** A reader asks this before it reads the database, and gives it to `fill` with its findings. */
  era(): Era
  /** In the order asked. Rejects where the cache cannot be asked, or must not be believed. */
  read(emails: readonly string[]): Promise<CacheAnswer[]>
  /**
   * Keeps a reader's findings, unless a write has been noted that the reader may not have seen: the cache refuses a person
   * where it knows a newer version, an absence where it knows anything.
   */
  fill(found: Findings, era: Era): Promise<void>
  /**
   * Notes a committed write: once this resolves, no reader of any replica gets anything older. Rejects only where the replica
   * closes; the write must not be acknowledged then.
   */
  invalidate(email: string, version: number): Promise<void>
  ping(): Promise<void>
}

/** A reader that took longer than this keeps its findings to itself. */
export const FILL_WITHIN_MS = 10_000

/** How long a noted write is remembered: longer than any reader that may have missed it. */
export const noteTtlMs = (ttlMs: number) => Math.max(ttlMs, 6 * FILL_WITHIN_MS)

/** How long a known absence is believed, at most: somebody who registers elsewhere should be seen soon. */
export const ABSENCE_TTL_MS = 10_000

/** Spreads expiry by up to a tenth, so that entries filled together are not missed together. */
export function withJitter(ttlMs: number, random: () => number = Math.random): number {
  return Math.round(ttlMs * (1 - random() / 10))
}
