import { canonicalEmail } from '@w2meet/contract'
import type { CacheAside } from './cache/cache-aside.ts'

/** The zone that a person keeps their week in; UTC for somebody who is not known. */
export function createZoneOf({ read }: Pick<CacheAside, 'read'>): (email: string) => Promise<string> {
  return async (email) => {
    const [found] = await read([canonicalEmail(email)])
    return found?.user?.timezone ?? 'UTC'
  }
}
