import type { HttpApp } from '@w2meet/service-kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReplica, openServers, type Servers } from './support/over-servers.ts'

const PEOPLE = 6
const READERS = 24
const WRITES = 2_000
const MAX_MS = 25_000

let servers: Servers
beforeAll(async () => {
  servers = await openServers()
})
afterAll(() => servers.close())

const any = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)]!

/**
 * One person, written again and again: replaced, or erased and created anew. Each write carries a number in `name`.
 * Every fifth replacement by way of an erasure.
 */
function createSubject(email: string) {
  let last = 0
  let acknowledged = 0
  let lastErasure = 0
  const put = async (app: HttpApp, method: 'PUT' | 'POST', number: number) => {
    const payload = { ...(method === 'POST' ? { email } : {}), name: `${number}`, availabilities: { monday: [9] } }
    const { statusCode } = await app.inject({ method, url: method === 'POST' ? '/users' : `/users/${email}`, payload })
    expect(statusCode).toBe(method === 'POST' ? 201 : 200)
    acknowledged = number
  }
  const erase = async (app: HttpApp, number: number) => {
    lastErasure = number
    expect((await app.inject({ method: 'DELETE', url: `/users/${email}` })).statusCode).toBe(204)
    acknowledged = number
  }

  return {
    create: (app: HttpApp) => put(app, 'POST', ++last),
    async write(replicas: readonly HttpApp[]): Promise<void> {
      if (Math.random() >= 0.2) return put(any(replicas), 'PUT', ++last)
      await erase(any(replicas), ++last)
      await put(any(replicas), 'POST', ++last)
    },
    /** What is wrong with the answer, and whether it came from the cache. */
    async read(replicas: readonly HttpApp[]): Promise<{ stale?: string; hit: boolean }> {
      const floor = acknowledged
      const { statusCode, headers, body } = await any(replicas).inject(`/user-avail/cache_aside/${email}`)
      const hit = headers['x-cache'] === 'hit'
      const seen = statusCode === 404 ? lastErasure : Number(JSON.parse(body).name)
      return seen >= floor
        ? { hit }
        : { hit, stale: `${email}: ${statusCode}, write ${seen} after write ${floor} was acknowledged` }
    },
  }
}

test('after a write was acknowledged no read through any replica returns an older version, however slow its readers are', async ({
  annotate,
}) => {
  await using opened = new AsyncDisposableStack()
  // Some readers hold what they read for so long that several writes pass them.
  const readLatencyMs = () => (Math.random() < 0.3 ? Math.random() * 30 : 0)
  const replicas: HttpApp[] = []
  for (let count = 0; count < 2; count++) {
    replicas.push(opened.adopt(await openReplica(servers, { readLatencyMs }), ({ close }) => close()).app)
  }
  const subjects = Array.from({ length: PEOPLE }, (_, index) => createSubject(`race${index}@example.com`))
  await Promise.all(subjects.map((subject) => subject.create(replicas[0]!)))

  const startMs = performance.now()
  const stale: string[] = []
  let writes = 0
  let reads = 0
  let hits = 0
  const goesOn = () => writes < WRITES && performance.now() - startMs < MAX_MS && stale.length === 0
  const writing = subjects.map(async (subject) => {
    while (goesOn()) {
      await subject.write(replicas)
      writes++
    }
  })
  const reading = Array.from({ length: READERS }, async () => {
    while (goesOn()) {
      const answer = await any(subjects).read(replicas)
      reads++
      if (answer.hit) hits++
      if (answer.stale !== undefined) stale.push(answer.stale)
    }
  })
  await Promise.all([...writing, ...reading])

  await annotate(
    `${writes} writes and ${reads} reads, ${hits} of them from the cache, in ${(performance.now() - startMs).toFixed()} ms`,
  )
  expect(stale).toEqual([])
  expect(writes).toBeGreaterThan(1_000)
  expect(hits).toBeGreaterThan(1_000)
})
