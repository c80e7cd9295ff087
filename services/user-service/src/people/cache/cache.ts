import type { User } from '../users.ts'

/** What the cache says of an e-mail: the person, null where it is known that there is none, undefined where it knows nothing. */
export type CacheAnswer = User | null | undefined

/**
 * A stretch of time in which the cache missed no write. What is read from the database in one era is not believed in
 * another. Undefined where there is none now.
 */
export type Era = string | undefined

/** What a reader found in the database: a person, or null for none. */
type Findings = ReadonlyMap<string, User | null>

/**
 * The cache's side of the cache-aside protocol. It keeps, for each e-mail, a person, an absence, or only the version of
 * the last write, and it decides by version what may replace what; that decision is atomic.
 */
export type Cache = {
  /** To be asked before the database is read, and given with what was found. */
  era(): Era
  /** In the order asked. Rejects where the cache cannot be asked, or must not be believed. */
  read(emails: readonly string[]): Promise<CacheAnswer[]>
  /**
   * Keeps what a reader found, unless a write has been noted that the reader may not have seen: a person is refused
   * where a newer version is known, an absence where anything is known.
   */
  fill(found: Findings, era: Era): Promise<void>
  /**
   * Notes a committed write: once this resolves, no reader of any replica is given something older. Rejects where that
   * cannot be promised; the write must not be acknowledged then.
   */
  invalidate(email: string, version: number): Promise<void>
  ping(): Promise<void>
}

/** A reader that took longer than this keeps what it found to itself. */
export const FILL_WITHIN_MS = 10_000

/** How long a noted write is remembered: longer than any reader that may have missed it. */
export const noteTtlMs = (ttlMs: number) => Math.max(ttlMs, 6 * FILL_WITHIN_MS)

/** How long a known absence is believed, at most: somebody who registers elsewhere should be seen soon. */
export const ABSENCE_TTL_MS = 10_000

/** Spreads expiry by up to a tenth, so that what was filled together is not missed together. */
export function withJitter(ttlMs: number, random: () => number = Math.random): number {
  return Math.round(ttlMs * (1 - random() / 10))
}
