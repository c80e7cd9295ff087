import {
  canonicalEmail,
  createUser,
  eraseUser,
  getCachedUser,
  getCachedUserByQuery,
  getCachedUsers,
  getUser,
  type PersonWeek,
  problem,
  replaceUser,
} from '@w2meet/contract'
import { afterMany, type Clock, type HttpApp, partsOf, serve } from '@w2meet/service-kit'
import type { CacheAside, Found } from './cache/cache-aside.ts'
import { contentOf, personOf, personWeekOf } from './person.ts'
import type { User, Users } from './users.ts'

type Dependencies = {
  users: Users
  /** Erases all that is kept about a person; the version of that, for the cache, or undefined where nothing is kept. */
  erase: (email: string, occasion: { caseId: string; nowMs: number }) => Promise<number | undefined>
  cacheAside: CacheAside
  clock: Clock
}

export function registerPeopleRoutes(app: HttpApp, { users, erase, cacheAside, clock }: Dependencies): void {
  serve(app, createUser, async ({ body }) => {
    const email = canonicalEmail(body.email)
    const user = await users.create(contentOf(email, body), clock.nowMs())
    if (user === undefined) throw problem('user_exists', { email }, ['body', 'email'])
    await cacheAside.invalidate(email, user.version)
    return personOf(user)
  })

  serve(app, replaceUser, async ({ params, body }) => {
    const email = canonicalEmail(params.email)
    if (body.email !== undefined && canonicalEmail(body.email) !== email) {
      throw problem('email_differs', { given: body.email, expected: email }, ['body', 'email'])
    }
    const user = await users.replace(contentOf(email, body), clock.nowMs())
    if (user === undefined) throw notFound(email)
    await cacheAside.invalidate(email, user.version)
    return personOf(user)
  })

  serve(app, eraseUser, async ({ params }, { caseId }) => {
    const email = canonicalEmail(params.email)
    const version = await erase(email, { caseId, nowMs: clock.nowMs() })
    if (version === undefined) throw notFound(email)
    await cacheAside.invalidate(email, version)
  })

  async function readOne(address: string): Promise<Found & { user: User }> {
    const email = canonicalEmail(address)
    const [found] = await cacheAside.read([email])
    if (found?.user === undefined) throw notFound(email)
    return { user: found.user, source: found.source }
  }

  serve(app, getUser, async ({ params }) => personOf((await readOne(params.email)).user))

  serve(app, getCachedUser, async ({ params }, _, reply) => {
    const { user, source } = await readOne(params.email)
    reply.header('x-cache', source)
    return personOf(user)
  })

  serve(app, getCachedUserByQuery, async ({ query }, _, reply) => {
    const { user, source } = await readOne(query.user1email)
    reply.header('x-cache', source)
    return personOf(user)
  })

  serve(app, getCachedUsers, async ({ body }) => {
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
  })
}

const notFound = (email: string) => problem('user_not_found', { email }, ['path', 'email'])
