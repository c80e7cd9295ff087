import { createHash } from 'node:crypto'
import { problem } from '@w2meet/contract'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { MeetingTables } from './tables.ts'

const KEPT_MS = 24 * 3_600_000
const MAX_REMOVED_AT_ONCE = 100

/** A question by a client that may repeat it. `question` is any value that is equal for repetitions alone. */
export type Keyed = { key: string; question: unknown; people: readonly string[] }

/**
 * Does the work once for each key, and answers repetitions as the first time, until 24 hours later; repetitions during the
 * work wait. Throws `idempotency_key_reused` for another question. Work that throws leaves no answer. Answers are JSON.
 */
export async function onceFor<T>(
  transaction: Transaction<MeetingTables>,
  { key, question, people }: Keyed,
  nowMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const hash = createHash('sha256').update(JSON.stringify(question)).digest('base64')
  // A lock of two numbers is in another space than the people's locks of one, which the work takes after it.
  await sql`select pg_advisory_xact_lock(1, hashtext(${key}))`.execute(transaction)
  const known = await transaction
    .selectFrom('idempotency_keys')
    .select(['question', 'answer'])
    .where('key', '=', key)
    .where('created_at', '>', new Date(nowMs - KEPT_MS))
    .executeTakeFirst()
  if (known !== undefined) {
    if (known.question !== hash) throw problem('idempotency_key_reused', {}, ['header', 'idempotency-key'])
    return known.answer as T
  }
  const answer = await work()
  const kept = { question: hash, answer: JSON.stringify(answer), people: [...people], created_at: new Date(nowMs) }
  await transaction
    .insertInto('idempotency_keys')
    .values({ key, ...kept })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(kept))
    .execute()
  return answer
}

/** Call this outside of transactions: the statement waits for nobody, and nobody who has locks that others need waits for it. */
export async function removeExpiredKeys(queries: Kysely<MeetingTables>, nowMs: number): Promise<void> {
  const expired = queries
    .selectFrom('idempotency_keys')
    .select('key')
    .where('created_at', '<=', new Date(nowMs - KEPT_MS))
    .orderBy('created_at')
    .limit(MAX_REMOVED_AT_ONCE)
    .forUpdate()
    .skipLocked()
  await queries.deleteFrom('idempotency_keys').where('key', 'in', expired).execute()
}
