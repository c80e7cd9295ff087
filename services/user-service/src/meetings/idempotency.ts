import { createHash } from 'node:crypto'
import { problem } from '@w2meet/contract'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { MeetingTables } from './tables.ts'

const KEPT_MS = 24 * 3_600_000
const MAX_REMOVED_AT_ONCE = 100

/** A question by a client who may repeat it. `question` is anything that says whether it is the same. */
export type Keyed = { key: string; question: unknown; people: readonly string[] }

/**
 * Does the work once for each key, and answers repetitions as the first time, until 24 hours later; those that come
 * meanwhile wait. Throws `idempotency_key_reused` for another question. What the work throws is not kept. Answers are JSON.
 */
export async function onceFor<T>(
  transaction: Transaction<MeetingTables>,
  { key, question, people }: Keyed,
  nowMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const hash = createHash('sha256').update(JSON.stringify(question)).digest('base64')
  // Of two numbers: another space than that of the people's locks, which come after it.
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

/** To be called outside of transactions: it waits for nobody, and nobody waits for it who has locks that others need. */
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
