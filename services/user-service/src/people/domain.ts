import { peopleOperations } from '@w2meet/contract'
import { type Domain, domain, type Occasion } from '@w2meet/postgres'
import { type Clock, pings, sharedCheck } from '@w2meet/service-kit'
import type { Cache } from './cache/cache.ts'
import type { CacheAside } from './cache/cache-aside.ts'
import { personOf } from './person.ts'
import { createPeopleHandlers } from './routes.ts'
import { removeUser, type Users } from './users.ts'

type Dependencies = {
  users: Users
  cache: Cache
  cacheAside: CacheAside
  /** Erases all that is kept about a person; returns the erasure's version for the cache, undefined where nothing was kept. */
  erase: (email: string, occasion: Occasion) => Promise<number | undefined>
  clock: Clock
}

/** People and their weeks, read by the cache-aside path. */
export function createPeopleDomain({ users, cache, cacheAside, erase, clock }: Dependencies): Domain {
  return domain({
    name: 'people',
    operations: peopleOperations,
    handlers: createPeopleHandlers({ users, erase, cacheAside, clock }),
    migrations: {
      '0001-users': new URL('../../migrations/0001-users.sql', import.meta.url),
      '0002-cache-trust': new URL('../../migrations/0002-cache-trust.sql', import.meta.url),
    },
    jobs: [],
    erase: removeUser,
    async export(email) {
      const [user] = await users.findAll([email])
      return user === undefined ? {} : { person: personOf(user) }
    },
    health: { redis: pings(cache.ping), postgresql: sharedCheck(pings(users.ping)) },
  })
}
