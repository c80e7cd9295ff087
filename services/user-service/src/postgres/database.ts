import { Problem, problem } from '@w2meet/contract'
import { Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** A named statement of `pg`: the server plans it once for each connection. */
type Statement = { name: string; text: string; values: unknown[] }
/** The pool of `pg`, as far as it is used here. */
export type Pool = PostgresPool & { query<Row>(statement: Statement | string): Promise<{ rows: Row[] }> }

/**
 * PostgreSQL, or PGlite behind the same driver. `queries` builds SQL; `pool` is for the few hot statements, as named
 * statements.
 */
export type Database = { queries: Kysely<Tables>; pool: Pool }

/** Takes the pool over as it is; whoever opened it closes it. */
export function createDatabase(pool: Pool): Database {
  return { queries: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), pool }
}

/** SQLSTATE classes of a server that cannot serve now: connection, resources, operator intervention, system error. */
const UNAVAILABLE = new Set(['08', '53', '57', '58'])

/** Runs work on the database; where that cannot be reached, throws `service_unavailable` in place of the driver's error. */
export async function onDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem) throw error
    const { code, syscall } = error as { code?: string; syscall?: string }
    // Errors without an SQLSTATE come from the way to the server, not from the server; EPIPE only looks like one.
    const hasSqlState = code !== undefined && /^[0-9A-Z]{5}$/.test(code) && syscall === undefined
    const reached = hasSqlState && !UNAVAILABLE.has(code.slice(0, 2))
    if (reached) throw error
    throw problem('service_unavailable', { service: 'postgresql' }, undefined, { cause: error })
  }
}

/** The same in a transaction, which is undone where the work throws. */
export function inTransaction<T>({ queries }: Database, work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> {
  return onDatabase(() => queries.transaction().execute(work))
}
