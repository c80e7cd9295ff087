import type { User } from './users.ts'

/** What the cache says of an e-mail: the person, null where it is known that there is none, undefined where it knows nothing. */
export type CacheAnswer = User | null | undefined

/**
 * The cache's side of the cache-aside protocol. It keeps, for each e-mail, a person, an absence, or only the version of
 * the last write, and it decides by version what may replace what; that decision is atomic.
 */
export type Cache = {
  /** In the order asked. */
  read(emails: readonly string[]): Promise<CacheAnswer[]>
  /**
   * Keeps what a reader found in the database, a person or null for none, unless a write has been noted that the
   * reader may not have seen: a person is refused where a newer version is known, an absence where anything is known.
   */
  fill(email: string, found: User | null): Promise<void>
  /** Notes a committed write: nothing older is kept or accepted from now on. */
  invalidate(email: string, version: number): Promise<void>
  ping(): Promise<void>
}

/** How long a known absence is believed, at most: somebody who registers elsewhere should be seen soon. */
export const ABSENCE_TTL_MS = 10_000

/** Spreads expiry by up to a tenth, so that what was filled together is not missed together. */
export function withJitter(ttlMs: number, random: () => number = Math.random): number {
  return Math.round(ttlMs * (1 - random() / 10))
}
