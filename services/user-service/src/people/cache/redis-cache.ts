import { hash } from 'node:crypto'
import type { Log } from '@w2meet/service-kit'
import { Redis } from 'ioredis'
import { ABSENCE_TTL_MS, type Cache, type CacheAnswer, noteTtlMs, withJitter } from './cache.ts'
import { decodeCached, encodeCached } from './cached-person.ts'

const TIMEOUT_MS = 100
const RECONNECT_MS = 200
/** How many people one command is about: few enough that it is answered well within its time. */
const PEOPLE_AT_ONCE = 500

/**
 * Keys are digests, since the note of an erasure outlives the person, and must not name them. Cost: 1 µs; reading many people
 * takes some 5 µs for each.
 */
export const keyOf = (email: string) => `w2meet:person:${hash('sha256', email, 'base64url')}`

/** For each key its version, value and life in ms. A value without a version (0) is taken only where nothing is known. */
const FILL = `
for i, key in ipairs(KEYS) do
  local version = tonumber(ARGV[3 * i - 2])
  local known = redis.call('GET', key)
  if not known or (version > 0 and tonumber(string.match(known, '^%d+')) <= version) then
    redis.call('SET', key, ARGV[3 * i - 1], 'PX', ARGV[3 * i])
  end
end`

const INVALIDATE = `
local known = redis.call('GET', KEYS[1])
if not known or tonumber(string.match(known, '^%d+')) < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end`

type Commands = {
  fillPeople(count: number, ...keysAndValues: (string | number)[]): Promise<unknown>
  invalidatePerson(key: string, version: number, ttlMs: number): Promise<unknown>
}

export type RedisCache = Cache & { close(): Promise<void> }

/**
 * The cache in Redis, shared by all replicas; each command ends within 100 ms. Returns when the first attempt to connect
 * has ended, well or not; the client makes a lost connection anew. A Redis that was restarted begins a new era, also if it
 * brings back its entries, and so does a new `generation`; while that is undefined there is no era.
 */
export async function openRedisCache({
  url,
  ttlMs,
  generation = () => 0,
  log,
}: {
  url: string
  ttlMs: number
  generation?: () => number | undefined
  log: Log
}): Promise<RedisCache> {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
    commandTimeout: TIMEOUT_MS,
    connectTimeout: 500,
    retryStrategy: () => RECONNECT_MS,
    enableAutoPipelining: true,
    lazyConnect: true,
  })
  redis.defineCommand('fillPeople', { lua: FILL })
  redis.defineCommand('invalidatePerson', { numberOfKeys: 1, lua: INVALIDATE })
  const commands = redis as unknown as Commands

  /** The id of the Redis process at the other end; each process has its own. */
  let runId: string | undefined
  async function learnRunId(): Promise<void> {
    const [, id] = (await redis.info('server')).match(/^run_id:(\w+)/m) ?? []
    runId = id
  }
  redis.on('error', (error) => log.debug({ err: error }, 'the connection to Redis failed'))
  redis.on('close', () => {
    runId = undefined
  })
  redis.on('ready', () => learnRunId().catch(() => redis.disconnect(true)))
  await redis
    .connect()
    .then(learnRunId)
    .catch((error) => log.warn({ err: error }, 'Redis cannot be reached; readers go on without it'))

  function era(): string | undefined {
    const current = generation()
    return runId === undefined || current === undefined ? undefined : `${current}.${runId}`
  }

  return {
    era,
    async read(emails) {
      const now = era()
      if (now === undefined) throw new Error('Redis is not connected')
      const answers: CacheAnswer[] = []
      for (const some of inPortions(emails)) {
        const texts = await redis.mget(some.map(keyOf))
        answers.push(...texts.map((text, index) => decodeCached(text, some[index]!, now)))
      }
      return answers
    },
    async fill(found, era) {
      if (era === undefined) return
      for (const some of inPortions([...found])) {
        const keys = some.map(([email]) => keyOf(email))
        const values = some.flatMap(([, user]) => {
          const { version, text } = encodeCached(user, era)
          return [version, text, withJitter(user === null ? Math.min(ttlMs, ABSENCE_TTL_MS) : ttlMs)]
        })
        await commands.fillPeople(keys.length, ...keys, ...values)
      }
    },
    async invalidate(email, version) {
      await commands.invalidatePerson(keyOf(email), version, noteTtlMs(ttlMs))
    },
    async ping() {
      await redis.ping()
      if (runId === undefined) throw new Error('the run_id of Redis is not known yet')
    },
    async close() {
      redis.disconnect()
    },
  }
}

function* inPortions<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += PEOPLE_AT_ONCE) yield all.slice(start, start + PEOPLE_AT_ONCE)
}
