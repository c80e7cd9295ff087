import type { Pool } from '@w2meet/postgres'
import type { Log } from '@w2meet/service-kit'
import type { Cache } from './cache.ts'
import { openCacheLease } from './cache-lease.ts'
import { createCircuitBreaker } from './circuit-breaker.ts'
import { openRedisCache } from './redis-cache.ts'

const PROBE_EVERY_MS = 200

export type SharedCache = Cache & { close(): Promise<void> }

/**
 * The cache that replicas share: Redis behind a circuit breaker, which they believe as far as their lease allows. While Redis
 * is down or frozen no reader waits for it, and readers use it again by themselves when it is back. `pool` is for the lease
 * alone.
 */
export async function openSharedCache({
  url,
  ttlMs,
  pool,
  log,
}: {
  url: string
  ttlMs: number
  pool: Pool
  log: Log
}): Promise<SharedCache> {
  await using opening = new AsyncDisposableStack()
  const opened = <T extends { close(): unknown }>(thing: T): T => opening.adopt(thing, async () => void (await thing.close()))

  const lease = opened(await openCacheLease({ pool, log }))
  const redis = opened(await openRedisCache({ url, ttlMs, generation: lease.generation, log }))
  const breaker = opened(
    createCircuitBreaker({
      probe: redis.ping,
      probeEveryMs: PROBE_EVERY_MS,
      onOpen: (reason) => log.warn({ err: reason }, 'Redis failed; people are read from PostgreSQL until it is back'),
      onRecovery() {
        log.info('Redis is back')
        lease.resume()
      },
    }),
  )

  const open = opening.move()
  return {
    era: redis.era,
    async read(emails) {
      if (!lease.mayRead()) throw new Error('the cache may be older than the last write')
      return breaker.run(() => redis.read(emails))
    },
    fill: (found, era) => breaker.run(() => redis.fill(found, era)),
    invalidate: (email, version) => breaker.run(() => redis.invalidate(email, version)).catch(() => lease.suspend()),
    ping: redis.ping,
    close: () => open.disposeAsync(),
  }
}
