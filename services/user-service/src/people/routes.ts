import { canonicalEmail, type PersonWeek, type peopleOperations, problem } from '@w2meet/contract'
import { keyedBy, type Occasion } from '@w2meet/postgres'
import { afterMany, type Clock, type Handlers, partsOf } from '@w2meet/service-kit'
import type { CacheAside, Found } from './cache/cache-aside.ts'
import { contentOf, personOf, personWeekOf } from './person.ts'
import type { User } from './user.ts'
import type { Users } from './users.ts'

type Dependencies = {
  users: Users
  /** Erases all that is kept about a person; returns the erasure's version for the cache, undefined where nothing was kept. */
  erase: (email: string, occasion: Occasion) => Promise<number | undefined>
  cacheAside: CacheAside
  clock: Clock
}

export function createPeopleHandlers({ users, erase, cacheAside, clock }: Dependencies): Handlers<typeof peopleOperations> {
  async function readOne(address: string): Promise<Found & { user: User }> {
    const email = canonicalEmail(address)
    const [found] = await cacheAside.read([email])
    if (found?.user === undefined) throw notFound(email)
    return { user: found.user, source: found.source }
  }

  return {
    async createUser({ body, headers }, { caller }, head) {
      const email = canonicalEmail(body.email)
      const keyed = keyedBy({ headers, body }, caller, [email])
      const { answer, replayed } = await users.create(contentOf(email, body), clock.nowMs(), keyed)
      if (answer === undefined) throw problem('user_exists', { email }, ['body', 'email'])
      if (replayed) head.header('idempotent-replayed', 'true')
      // A repetition may come before the first has told the cache.
      await cacheAside.invalidate(email, answer.version)
      head.header('location', `users/${encodeURIComponent(email).replaceAll('%40', '@')}`)
      return answer.person
    },

    async replaceUser({ params, body }) {
      const email = canonicalEmail(params.email)
      if (body.email !== undefined && canonicalEmail(body.email) !== email) {
        throw problem('email_differs', { given: body.email, expected: email }, ['body', 'email'])
      }
      const user = await users.replace(contentOf(email, body), clock.nowMs())
      if (user === undefined) throw notFound(email)
      await cacheAside.invalidate(email, user.version)
      return personOf(user)
    },

    async eraseUser({ params }, { caseId }) {
      const email = canonicalEmail(params.email)
      const version = await erase(email, { caseId, nowMs: clock.nowMs() })
      if (version === undefined) throw notFound(email)
      await cacheAside.invalidate(email, version)
    },

    getUser: async ({ params }) => personOf((await readOne(params.email)).user),

    async getCachedUser({ params }, _, reply) {
      const { user, source } = await readOne(params.email)
      reply.header('x-cache', source)
      return personOf(user)
    },

    async getCachedUserByQuery({ query }, _, reply) {
      const { user, source } = await readOne(query.user1email)
      reply.header('x-cache', source)
      return personOf(user)
    },

    async getCachedUsers({ body }) {
      const emails = [...new Set(body.emails.map(canonicalEmail))]
      const users: PersonWeek[] = []
      const missing: string[] = []
      for (const part of partsOf(emails)) {
        const found = await cacheAside.read(part)
        for (const [index, { user }] of found.entries()) {
          if (user === undefined) missing.push(part[index]!)
          else users.push(personWeekOf(user))
        }
        await afterMany(part.length)
      }
      return { users, missing }
    },
  }
}

const notFound = (email: string) => problem('user_not_found', { email }, ['path', 'email'])
