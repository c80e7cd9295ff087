import { problem } from '@w2meet/contract'
import type { Log } from '@w2meet/service-kit'
import pg from 'pg'

/** A pool that its opener closes. */
export type PostgresPool = { pool: pg.Pool; close(): Promise<void> }

const CONNECT_TIMEOUT_MS = 3_000
/** The share of a statement's time that may pass in waiting for a lock: the rest is for the work itself. */
const LOCK_SHARE = 2 / 3

type Options = {
  url: string
  /** The application that the server shows for the connections. */
  application: string
  connections: number
  /** How long a statement may take on the server; without it, as long as it needs. */
  timeoutMs?: number
  log: Log
}

/**
 * Connections to PostgreSQL, made when they are needed. A statement has `timeoutMs` on the server, and a little more here for
 * a server that does not answer at all. Work that finds all connections in use, and gets none in that time, is refused with
 * `too_many_at_once`.
 */
export function openPostgresPool({ url, application, connections, timeoutMs, log }: Options): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: timeoutMs ?? CONNECT_TIMEOUT_MS,
    ...(timeoutMs === undefined ? {} : deadlines(timeoutMs)),
    keepAlive: true,
    application_name: application,
  })
  // An idle connection was lost, or a timed-out one late; the pool has dropped it.
  pool.on('error', (error) => log.debug({ err: error }, 'a connection to PostgreSQL was lost'))
  pool.on('connect', (client) => client.on('error', () => {}))
  sayWhenFull(pool, connections)
  return { pool, close: () => pool.end() }
}

const deadlines = (timeoutMs: number) => ({
  statement_timeout: timeoutMs,
  lock_timeout: Math.round(timeoutMs * LOCK_SHARE),
  query_timeout: timeoutMs + 200,
  // A process that stalls in a transaction must not hold up the writers of the same person.
  idle_in_transaction_session_timeout: 2 * timeoutMs,
})

type Connect = (error: Error | undefined, ...connected: unknown[]) => void

/** `pg` gives the same error for a pool whose connections are all in use and for a server that cannot be reached. */
function sayWhenFull(pool: pg.Pool, connections: number): void {
  const inUse = new Set<pg.PoolClient>()
  pool.on('acquire', (client) => inUse.add(client))
  pool.on('release', (_, client) => inUse.delete(client))
  pool.on('remove', (client) => inUse.delete(client))
  const explained = (cause: Error) => (inUse.size < connections ? cause : problem('too_many_at_once', {}, undefined, { cause }))

  const connect = pool.connect.bind(pool) as (done?: Connect) => Promise<pg.PoolClient>
  Object.assign(pool, {
    connect(done?: Connect) {
      if (done !== undefined) return connect((error, ...connected) => done(error && explained(error), ...connected))
      return connect().catch((error) => {
        throw explained(error)
      })
    },
  })
}
