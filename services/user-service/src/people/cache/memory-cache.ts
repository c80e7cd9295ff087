import { LRUCache } from 'lru-cache'
import type { User } from '../user.ts'
import { ABSENCE_TTL_MS, type Cache, noteTtlMs, withJitter } from './cache.ts'

/** `user` undefined: a write of this version was noted and nothing read since. */
type Entry = { version: number; user: User | null | undefined }

/** The cache of the embedded system, in the process's own memory. Cost: about 1 kB for each of at most `size` people. */
export function createMemoryCache({ ttlMs, size = 100_000 }: { ttlMs: number; size?: number }): Cache {
  const entries = new LRUCache<string, Entry>({ max: size })

  function fill(email: string, found: User | null): void {
    const known = entries.get(email)
    if (found === null) {
      if (known === undefined)
        entries.set(email, { version: 0, user: null }, { ttl: withJitter(Math.min(ttlMs, ABSENCE_TTL_MS)) })
    } else if (known === undefined || known.version <= found.version) {
      entries.set(email, { version: found.version, user: found }, { ttl: withJitter(ttlMs) })
    }
  }

  return {
    // This cache misses no write as long as its process lives.
    era: () => 'the only one',
    async read(emails) {
      return emails.map((email) => entries.get(email)?.user)
    },
    async fill(found) {
      for (const [email, user] of found) fill(email, user)
    },
    async invalidate(email, version) {
      const known = entries.get(email)
      if (known === undefined || known.version < version)
        entries.set(email, { version, user: undefined }, { ttl: noteTtlMs(ttlMs) })
    },
    async ping() {},
  }
}
