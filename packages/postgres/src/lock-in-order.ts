import { sql } from 'kysely'
import type { AnyTransaction } from './database.ts'

/**
 * Locks each of these names, people's e-mails, until the transaction ends, after waiting for transactions that hold them now.
 * All transactions lock them in the same order, so that no two wait for each other; meetings, where they hold any, come first.
 */
export async function lockInOrder(transaction: AnyTransaction, names: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(place)
    from (select distinct hashtextextended(name, 0) as place from unnest(${names}::text[]) as given (name) order by 1) as sorted`.execute(
    transaction,
  )
}
