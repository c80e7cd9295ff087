import type { Transaction } from 'kysely'
import type { Occasion } from '../mails/announce.ts'
import { type Database, onDatabase } from '../postgres/database.ts'
import type { Tables } from '../postgres/tables.ts'
import { wakeRelays } from '../postgres/wake-relays.ts'

/** By then a task that was in hand has failed or ended: it makes two calls, of eight and of four seconds at most. */
const ONCE_MORE_AFTER_MS = 15_000
/** A job that nothing came of, lost with its queue or given up, is published again. */
const AGAIN_AFTER_MS = 60 * 60_000

type Erasure = { id: string; caseId: string; again: boolean }

/** Those whom the worker is to forget, twice: at once, and when the tasks that it had in hand meanwhile have ended. */
export type Erasures = {
  due(nowMs: number): Promise<Erasure[]>
  notePublished(id: string, nowMs: number): Promise<void>
  nextDueMs(): Promise<number | undefined>
  /** Undefined where nothing is kept of it. */
  findEmail(id: string): Promise<string | undefined>
  /** The first time it is to be done once more; then, `again`, nothing is kept of it. A job may come twice. */
  noteForgotten(id: string, again: boolean, nowMs: number): Promise<void>
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
        const rows = await found.execute()
        return rows.map(({ id, case_id, forgotten_at }) => ({ id, caseId: case_id, again: forgotten_at !== null }))
      }),
    notePublished: (id, nowMs) =>
      onDatabase(async () => {
        const publish_at = new Date(nowMs + AGAIN_AFTER_MS)
        const due = queries.updateTable('erasures').set({ publish_at }).where('id', '=', id)
        // Its job may be quicker than this note.
        await due.where('publish_at', '<=', new Date(nowMs)).execute()
      }),
    nextDueMs: () =>
      onDatabase(async () => {
        const next = queries.selectFrom('erasures').select('publish_at').orderBy('publish_at').limit(1)
        return (await next.executeTakeFirst())?.publish_at.getTime()
      }),
    findEmail: (id) =>
      onDatabase(async () => {
        const found = queries.selectFrom('erasures').select('email').where('id', '=', id)
        return (await found.executeTakeFirst())?.email
      }),
    noteForgotten: (id, again, nowMs) =>
      onDatabase(async () => {
        if (again) {
          await queries.deleteFrom('erasures').where('id', '=', id).execute()
          return
        }
        await queries
          .updateTable('erasures')
          .set({ forgotten_at: new Date(nowMs), publish_at: new Date(nowMs + ONCE_MORE_AFTER_MS) })
          .where('id', '=', id)
          .where('forgotten_at', 'is', null)
          .returning(wakeRelays.as('notified'))
          .execute()
      }),
  }
}
