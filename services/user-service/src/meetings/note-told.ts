import { type AnyTransaction, type Database, inTransaction, onDatabase } from '@w2meet/postgres'
import { type Kysely, sql } from 'kysely'

/** Marks the mail, and returns whether it was still to be marked. */
// biome-ignore lint/suspicious/noExplicitAny: the domain of mails types its own tables
type Mark = (at: Kysely<any>) => Promise<boolean>

/**
 * Marks a mail and notes whether it reached its reader, both or neither, where the mail was still to be marked and the note is
 * news: the meeting then has a new version. Cost where it is none: one statement besides the marking.
 */
export function createNoteTold(database: Database) {
  return async (meetingId: string, email: string, told: boolean, nowMs: number, mark: Mark): Promise<void> => {
    const news = sql`select from attendances where meeting_id = ${meetingId} and email = ${email} and told <> ${told}`
    const { rows } = await onDatabase(() => news.execute(database.queries))
    if (rows.length === 0) return void (await onDatabase(() => mark(database.queries)))
    await inTransaction(database, async (transaction: AnyTransaction) => {
      // The meeting first and then its mails, as all changes of one.
      await sql`select from meetings where id = ${meetingId} for update`.execute(transaction)
      if (!(await mark(transaction))) return
      await sql`
        with noted as (
          update attendances set told = ${told} where meeting_id = ${meetingId} and email = ${email} and told <> ${told}
          returning meeting_id)
        update meetings set version = version + 1, updated_at = ${new Date(nowMs)}
        where id in (select meeting_id from noted)`.execute(transaction)
    })
  }
}
