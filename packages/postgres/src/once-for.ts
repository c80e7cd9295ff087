import { createHash } from 'node:crypto'
import { problem } from '@w2meet/contract'
import { type Caller, ownerOf } from '@w2meet/service-kit'
import { type QueryExecutorProvider, sql } from 'kysely'
import type { AnyTransaction } from './database.ts'

const KEPT_MS = 24 * 3_600_000
/** The keys that one statement removes. */
const MAX_REMOVED_AT_ONCE = 100

/**
 * A question by a client that may repeat it. A key belongs to its owner; `question` is any value that is equal for repetitions
 * alone; `people` are those whom question and answer name, for an erasure.
 */
export type Keyed = { owner: string; key: string; question: unknown; people: readonly string[] }

type Request = { headers?: { 'idempotency-key'?: string } | undefined; body: object }

/** The key of a request; undefined where it has none. `people` are those whom its body names, canonical. */
export function keyedBy({ headers, body }: Request, caller: Caller, people: readonly string[]): Keyed | undefined {
  const key = headers?.['idempotency-key']
  if (key === undefined) return undefined
  // The members in one order, whichever order the client sent them in.
  const question = Object.entries(body).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return { owner: ownerOf(caller), key, question, people }
}

/**
 * Does the work once for each key, and answers repetitions as the first time, until 24 hours later; repetitions during the
 * work wait. Throws `idempotency_key_reused` for another question. Work that throws, or whose answer is no success, leaves
 * nothing. Answers are JSON. Without a key it does the work.
 */
export async function onceFor<T>(
  transaction: AnyTransaction,
  keyed: Keyed | undefined,
  nowMs: number,
  work: () => Promise<T>,
  isSuccess: (answer: T) => boolean = () => true,
): Promise<{ answer: T; replayed: boolean }> {
  if (keyed === undefined) return { answer: await work(), replayed: false }
  const { owner, key, question, people } = keyed
  const hash = createHash('sha256').update(JSON.stringify(question)).digest('base64')
  // A lock of two numbers is in another space than the people's locks of one, which the work takes after it.
  await sql`select pg_advisory_xact_lock(1, hashtext(${`${owner} ${key}`}))`.execute(transaction)
  const { rows } = await sql<{ question: string; answer: T }>`
    select question, answer from idempotency_keys
    where owner = ${owner} and key = ${key} and created_at > ${new Date(nowMs - KEPT_MS)}`.execute(transaction)
  const [known] = rows
  if (known !== undefined) {
    if (known.question !== hash) throw problem('idempotency_key_reused', {}, ['header', 'idempotency-key'])
    return { answer: known.answer, replayed: true }
  }
  const answer = await work()
  if (isSuccess(answer)) {
    await sql`
      insert into idempotency_keys (owner, key, question, answer, people, created_at)
      values (${owner}, ${key}, ${hash}, ${JSON.stringify(answer)}, ${people}, ${new Date(nowMs)})
      on conflict (owner, key) do update
      set question = excluded.question, answer = excluded.answer, people = excluded.people, created_at = excluded.created_at`.execute(
      transaction,
    )
  }
  return { answer, replayed: false }
}

/** Removes some of the keys that are older than 24 hours; returns how many. Waits for nobody: what somebody holds stays until the next time. */
export async function removeExpiredKeys(queries: QueryExecutorProvider, nowMs: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from idempotency_keys where (owner, key) in (
      select owner, key from idempotency_keys where created_at <= ${new Date(nowMs - KEPT_MS)}
      order by created_at limit ${MAX_REMOVED_AT_ONCE} for update skip locked)`.execute(queries)
  return Number(numAffectedRows)
}

/** Removes kept answers that name the person, or are theirs. Locks them in one order, since two people may be erased at once. */
export async function eraseKeys(transaction: AnyTransaction, email: string, owner: string): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from idempotency_keys where (owner, key) in (
      select owner, key from idempotency_keys where people @> array[${email}::text] or owner = ${owner}
      order by owner, key for update)`.execute(transaction)
  return Number(numAffectedRows)
}
