import type { Log } from '@w2meet/service-kit'
import pg from 'pg'
import { queueBefore } from './queue-before-pool.ts'

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
 * a server that does not answer at all. Work that finds all connections in use, and will get none in that time, is refused
 * with `too_many_at_once`.
 */
export function openPostgresPool({ url, application, connections, timeoutMs, log }: Options): PostgresPool {
  const waitMs = timeoutMs ?? CONNECT_TIMEOUT_MS
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: waitMs,
    ...(timeoutMs === undefined ? {} : deadlines(timeoutMs)),
    keepAlive: true,
    application_name: application,
  })
  // An idle connection was lost, or a timed-out one late; the pool has dropped it.
  pool.on('error', (error) => log.debug({ err: error }, 'a connection to PostgreSQL was lost'))
  pool.on('connect', (client) => client.on('error', () => {}))
  queueBefore(pool, { places: connections, waitMs })
  return { pool, close: () => pool.end() }
}

const deadlines = (timeoutMs: number) => ({
  statement_timeout: timeoutMs,
  lock_timeout: Math.round(timeoutMs * LOCK_SHARE),
  query_timeout: timeoutMs + 200,
  // A process that stalls in a transaction must not hold up the writers of the same person.
  idle_in_transaction_session_timeout: 2 * timeoutMs,
})
