import { sql, type Transaction } from 'kysely'
import type { Tables } from './database.ts'

/**
 * Waits for its turn with each of these people, until the transaction ends. All wait in the same order, so that nobody
 * waits for somebody who waits for them. Whoever holds meetings too takes those first.
 */
export async function lockPeople(transaction: Transaction<Tables>, emails: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(person)
    from (select distinct hashtextextended(email, 0) as person from unnest(${emails}::text[]) as given (email) order by 1) as sorted`.execute(
    transaction,
  )
}
