import { sql, type Transaction } from 'kysely'
import type { Occasion } from './announce.ts'
import { type Database, onDatabase, type Tables } from './database.ts'
import { wakeRelays } from './wake-relays.ts'

/** By then what was in the queue when somebody was erased has ended: more than all waits before retries together. */
const AGAIN_AFTER_MS = 15 * 60_000

type Erasure = { id: string; email: string; caseId: string }

/** Those whom the worker is told to forget, twice: at once, and when the tasks that named them have ended. */
export type Erasures = {
  due(nowMs: number): Promise<Erasure[]>
  /** After the second time nothing is kept of it. */
  notePublished(id: string, nowMs: number): Promise<void>
  nextDueMs(): Promise<number | undefined>
}

export async function writeErasure(transaction: Transaction<Tables>, email: string, { caseId, nowMs }: Occasion): Promise<void> {
  const now = new Date(nowMs)
  await transaction
    .insertInto('erasures')
    .values({ email, case_id: caseId, erased_at: now, publish_at: now })
    .returning(wakeRelays.as('notified'))
    .execute()
}

export function createErasures({ queries }: Database): Erasures {
  return {
    due: (nowMs) =>
      onDatabase(async () => {
        const found = queries.selectFrom('erasures').selectAll().where('publish_at', '<=', new Date(nowMs)).orderBy('id')
        return (await found.execute()).map(({ id, email, case_id }) => ({ id, email, caseId: case_id }))
      }),
    notePublished: (id, nowMs) =>
      onDatabase(async () => {
        const again = sql<Date>`erased_at + ${AGAIN_AFTER_MS} * interval '1 millisecond'`
        const one = queries.deleteFrom('erasures').where('id', '=', id).where(again, '<=', new Date(nowMs))
        await one.execute()
        await queries.updateTable('erasures').set({ publish_at: again }).where('id', '=', id).execute()
      }),
    nextDueMs: () =>
      onDatabase(async () => {
        const next = queries.selectFrom('erasures').select('publish_at').orderBy('publish_at').limit(1)
        return (await next.executeTakeFirst())?.publish_at.getTime()
      }),
  }
}
