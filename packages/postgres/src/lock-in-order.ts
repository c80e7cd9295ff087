import { sql } from 'kysely'
import type { AnyTransaction } from './database.ts'

/**
 * Holds each of these names, people's e-mails, until the transaction ends, after waiting for who holds them now. All take them
 * in the same order, so that nobody waits for somebody who waits for them. Whoever holds meetings too takes those first.
 */
export async function lockInOrder(transaction: AnyTransaction, names: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(place)
    from (select distinct hashtextextended(name, 0) as place from unnest(${names}::text[]) as given (name) order by 1) as sorted`.execute(
    transaction,
  )
}
