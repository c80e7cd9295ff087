import { join } from 'node:path'
import { createDatabase, migrate, migrationsOf } from '@w2meet/postgres'
import { openPostgresPool } from '@w2meet/postgres/servers'
import { createLog, systemClock } from '@w2meet/service-kit'
import { openPostgres, openRabbitmq, openRedis } from '@w2meet/test-servers'
import { createMemoryCache, createUserService } from '@w2meet/user-service'
import type { Pool } from 'pg'
import type { Bench } from './bench.ts'
import { findFreePort } from './probe.ts'
import { startServer } from './server-process.ts'
import { repository } from './servers.ts'

/** One user-service over servers of its own, and beside its database an empty one with the same tables. */
export type BookingSystem = AsyncDisposable & {
  url: string
  /** user-service's database; and the other one, with as many connections as user-service has. */
  own: Pool
  bare: Pool
  pids: ReadonlyMap<string, number[]>
}

const application = 'bench'
const log = createLog('silent', { write() {} })

/** For their migrations alone. */
function domainsOver(pool: Pool) {
  const given = { database: createDatabase(pool), cache: createMemoryCache({ ttlMs: 1_000 }), clock: systemClock, log }
  return createUserService({ ...given, reminderMinutes: [] }).domains
}

export async function startBookingSystem({ folder, signal }: Bench): Promise<BookingSystem> {
  await using opening = new AsyncDisposableStack()
  const opened = <T extends { close(): unknown }>(thing: T): T => opening.adopt(thing, async () => void (await thing.close()))
  const postgres = opened(await openPostgres())
  const redis = opened(await openRedis())
  const rabbitmq = opened(await openRabbitmq())
  const port = await findFreePort()
  const stores = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, RABBITMQ_URL: rabbitmq.url }
  const service = await startServer({
    args: ['services/run.ts', 'user-service'],
    port,
    cwd: repository,
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'info', ...stores },
    stdoutFile: join(folder, 'user-service.log'),
    signal,
  })
  opening.use(service)

  const own = opened(openPostgresPool({ url: postgres.url, application, connections: 1, log })).pool
  await own.query('create database bare')
  const bareUrl = postgres.url.replace(/postgres$/, 'bare')
  const bare = opened(openPostgresPool({ url: bareUrl, application, connections: 20, timeoutMs: 3_000, log })).pool
  await migrate(createDatabase(bare), { migrations: migrationsOf(domainsOver(bare)) })

  const open = opening.move()
  const pids = new Map([
    ['user-service', [service.pid]],
    ['postgresql', [postgres.pid]],
  ])
  return { url: service.url, own, bare, pids, [Symbol.asyncDispose]: () => open.disposeAsync() }
}
