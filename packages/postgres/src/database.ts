import { Problem, problem } from '@w2meet/contract'
import { Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely'

/** A named statement of `pg`: the server plans it once for each connection. */
type Statement = { name: string; text: string; values: unknown[] }
/** The part of `pg`'s pool that this system uses. */
export type Pool = PostgresPool & { query<Row>(statement: Statement | string): Promise<{ rows: Row[] }> }

/** A transaction as it is handed from domain to domain. Each domain types the tables that it knows. */
// biome-ignore lint/suspicious/noExplicitAny: a domain that is added changes no type of the others
export type AnyTransaction = Transaction<any>

/** PostgreSQL, or PGlite behind the same driver. */
export type Database = {
  /** Builds SQL for single statements, which wait for no other. */
  // biome-ignore lint/suspicious/noExplicitAny: each domain types the tables that it knows
  queries: Kysely<any>
  /** The same connections, for the few hot statements, as named statements. */
  pool: Pool
  /** Begins transactions, which may wait for locks that others hold: on connections that no reader needs. */
  // biome-ignore lint/suspicious/noExplicitAny: each domain types the tables that it knows
  changes: Kysely<any>
}

/** Uses the pools as they are; their opener closes them. PGlite has one connection, so one pool serves for both. */
export function createDatabase(pool: Pool, changes: Pool = pool): Database {
  const kyselyOver = (pool: Pool) => new Kysely({ dialect: new PostgresDialect({ pool }) })
  return { queries: kyselyOver(pool), pool, changes: kyselyOver(changes) }
}

/** SQLSTATE classes of a server that cannot serve now: connection, resources, operator intervention, system error. */
const UNAVAILABLE = new Set(['08', '53', '57', '58'])
/** SQLSTATE: `lock_timeout` passed, or two transactions waited for each other and the server ended one of them. */
const NOT_LOCKED = new Set(['55P03', '40P01'])

/**
 * Runs work on the database. In place of the driver's errors it throws `service_unavailable` where the database cannot be
 * reached, and `changed_by_others` where a lock could not be had in time.
 */
export async function onDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem) throw error
    const { code, syscall } = error as { code?: string; syscall?: string }
    if (code !== undefined && NOT_LOCKED.has(code)) throw problem('changed_by_others', {}, undefined, { cause: error })
    // Errors without an SQLSTATE come from the way to the server, not from the server; EPIPE only looks like one.
    const hasSqlState = code !== undefined && /^[0-9A-Z]{5}$/.test(code) && syscall === undefined
    const reached = hasSqlState && !UNAVAILABLE.has(code.slice(0, 2))
    if (reached) throw error
    throw problem('service_unavailable', { service: 'postgresql' }, undefined, { cause: error })
  }
}

/** Runs work in a transaction, which is undone where the work throws; errors are those of `onDatabase`. */
export function inTransaction<Tables, T>(
  { changes }: Pick<Database, 'changes'>,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return onDatabase(() => changes.transaction().execute(work))
}
