import { createDatabase } from '@w2meet/postgres'
import { openPostgresListener, openPostgresPool } from '@w2meet/postgres/servers'
import { openPostgres, openRedis, type PostgresServer, type RedisServer } from '@w2meet/test-servers'
import { openSharedCache } from '../../src/people/cache/shared-cache.ts'
import { type OpenUserService, serveOver, silent } from './open-user-service.ts'

export type Servers = { postgres: PostgresServer; redis: RedisServer; close(): Promise<void> }

export async function openServers(): Promise<Servers> {
  await using opening = new AsyncDisposableStack()
  const postgres = opening.adopt(await openPostgres(), ({ close }) => close())
  const redis = opening.adopt(await openRedis(), ({ close }) => close())
  const open = opening.move()
  return { postgres, redis, close: () => open.disposeAsync() }
}

const poolOf = ({ postgres }: Servers, connections: number, timeoutMs = 3_000, url = postgres.url) =>
  openPostgresPool({ url, application: 'user-service', connections, timeoutMs, log: silent })

/**
 * One replica of the service over these servers, on ways of its own to Redis and, for the cache's lease, to PostgreSQL.
 * `readLatencyMs` is by how much what is read of people comes late.
 */
export async function openReplica(
  servers: Servers,
  { redisUrl = servers.redis.url, leaseUrl = servers.postgres.url, readLatencyMs = (): number => 0 } = {},
) {
  await using opening = new AsyncDisposableStack()
  const { pool } = opening.adopt(poolOf(servers, 10), ({ close }) => close())
  const { pool: changes } = opening.adopt(poolOf(servers, 10), ({ close }) => close())
  const { pool: trustPool } = opening.adopt(poolOf(servers, 1, 1_000, leaseUrl), ({ close }) => close())
  const openCache = async () =>
    opening.adopt(await openSharedCache({ url: redisUrl, ttlMs: 60_000, pool: trustPool, log: silent }), ({ close }) => close())
  const service = await serveOver(pool, openCache, readLatencyMs, changes)
  opening.defer(() => service.app.close())
  const open = opening.move()
  return { ...service, close: () => open.disposeAsync() }
}

/** The service over a PostgreSQL and a Redis of its own. */
export async function openOverServers(): Promise<OpenUserService> {
  const servers = await openServers()
  const replica = await openReplica(servers)
  const listeners: { close(): Promise<void> }[] = []
  return {
    ...replica,
    databaseUrl: servers.postgres.url,
    openAnother() {
      const { pool, close } = poolOf(servers, 2)
      return { database: createDatabase(pool), close }
    },
    listen(channel, heard) {
      const { promise: connected, resolve } = Promise.withResolvers<void>()
      const onNotice = () => {
        resolve()
        heard()
      }
      listeners.push(
        openPostgresListener({
          url: servers.postgres.url,
          application: 'user-service listener',
          channel,
          heard: onNotice,
          log: silent,
        }),
      )
      return connected
    },
    loseDatabase: () => servers.postgres.stop(),
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()))
      await replica.close()
      await servers.close()
    },
  }
}
