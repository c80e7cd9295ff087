import { type AnyTransaction, type Database, inTransaction, type Occasion, type Outbox, onDatabase } from '@w2meet/postgres'
import type { Kysely, Transaction } from 'kysely'
import type { ErasureTables } from './tables.ts'

/** The kind of job by which the worker forgets a person who was erased. */
export const ERASURE_JOB = 'erasure'

/** A task that the worker had in hand has failed or ended by then: it makes two calls, of eight and four seconds at most. */
const ONCE_MORE_AFTER_MS = 15_000

/** The people whom the worker is to forget, twice: at once, and when the tasks that it had in hand meanwhile have ended. */
export type Erasures = {
  /** Writes the first pass, in the transaction of the erasure. */
  write(transaction: AnyTransaction, email: string, occasion: Occasion): Promise<void>
  /** Undefined where this pass is done. */
  findEmail(id: string): Promise<string | undefined>
  /** Ends a pass: the first writes the second, and after the second nothing is kept. A job may come twice, without harm. */
  noteForgotten(id: string, nowMs: number): Promise<void>
}

type Pass = { email: string; caseId: string; erasedAt: Date; forgottenAt: Date | null; dueAt: Date }

export function createErasures({ database, outbox }: { database: Database; outbox: Outbox }): Erasures {
  const queries: Kysely<ErasureTables> = database.queries

  async function writePass(transaction: Transaction<ErasureTables>, pass: Pass, nowMs: number): Promise<void> {
    const { email, caseId, erasedAt: erased_at, forgottenAt: forgotten_at, dueAt } = pass
    const { id } = await transaction
      .insertInto('erasures')
      .values({ email, case_id: caseId, erased_at, forgotten_at })
      .returning('id')
      .executeTakeFirstOrThrow()
    await outbox.write(transaction, [{ kind: ERASURE_JOB, reference: id, dueAt, caseId }], nowMs)
  }

  return {
    write(transaction, email, { caseId, nowMs }) {
      const now = new Date(nowMs)
      return writePass(transaction, { email, caseId, erasedAt: now, forgottenAt: null, dueAt: now }, nowMs)
    },

    findEmail: (id) =>
      onDatabase(async () => {
        const found = queries.selectFrom('erasures').select('email').where('id', '=', id)
        return (await found.executeTakeFirst())?.email
      }),

    noteForgotten: (id, nowMs) =>
      inTransaction(database, async (transaction: Transaction<ErasureTables>) => {
        const done = await transaction.deleteFrom('erasures').where('id', '=', id).returningAll().executeTakeFirst()
        if (done === undefined) return
        await outbox.settle(transaction, ERASURE_JOB, [id])
        if (done.forgotten_at !== null) return
        const again = { forgottenAt: new Date(nowMs), dueAt: new Date(nowMs + ONCE_MORE_AFTER_MS) }
        await writePass(transaction, { email: done.email, caseId: done.case_id, erasedAt: done.erased_at, ...again }, nowMs)
      }),
  }
}
