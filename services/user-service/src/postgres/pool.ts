import type { Log } from '@w2meet/service-kit'
import pg from 'pg'

/** A pool that its opener closes. */
export type PostgresPool = { pool: pg.Pool; close(): Promise<void> }

const CONNECT_TIMEOUT_MS = 3_000

/**
 * Connections to PostgreSQL, made when they are needed. A statement has `timeoutMs` on the server, and a little more
 * here for a server that does not answer at all; without it, as long as it needs.
 */
export function openPostgresPool({
  url,
  connections,
  timeoutMs,
  log,
}: {
  url: string
  connections: number
  timeoutMs?: number
  log: Log
}): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: timeoutMs ?? CONNECT_TIMEOUT_MS,
    ...(timeoutMs === undefined ? {} : deadlines(timeoutMs)),
    keepAlive: true,
    application_name: 'user-service',
  })
  // An idle connection was lost, or a timed-out one late; the pool has dropped it.
  pool.on('error', (error) => log.debug({ err: error }, 'a connection to PostgreSQL was lost'))
  pool.on('connect', (client) => client.on('error', () => {}))
  return { pool, close: () => pool.end() }
}

const deadlines = (timeoutMs: number) => ({
  statement_timeout: timeoutMs,
  query_timeout: timeoutMs + 200,
  // A process that stalls in a transaction must not hold up the writers of the same person.
  idle_in_transaction_session_timeout: 2 * timeoutMs,
})
