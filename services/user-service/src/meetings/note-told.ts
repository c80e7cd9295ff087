import { type AnyTransaction, type Database, inTransaction, onDatabase } from '@w2meet/postgres'
import { sql } from 'kysely'

/**
 * Notes whether the last mail about a meeting reached a person, where that is news: the meeting then has a new version. Cost: one
 * statement where it is none.
 */
export function createNoteTold(database: Database) {
  return async (meetingId: string, email: string, told: boolean, nowMs: number): Promise<void> => {
    const isNews = sql`select from attendances where meeting_id = ${meetingId} and email = ${email} and told <> ${told}`
    const { rows } = await onDatabase(() => isNews.execute(database.queries))
    if (rows.length === 0) return
    await inTransaction(database, async (transaction: AnyTransaction) => {
      // The meeting first, as all changes of one.
      await sql`select from meetings where id = ${meetingId} for update`.execute(transaction)
      await sql`
        with noted as (
          update attendances set told = ${told} where meeting_id = ${meetingId} and email = ${email} and told <> ${told}
          returning meeting_id)
        update meetings set version = version + 1, updated_at = ${new Date(nowMs)}
        where id in (select meeting_id from noted)`.execute(transaction)
    })
  }
}
