import { onDatabase } from '@w2meet/postgres'
import { type Kysely, sql } from 'kysely'
import type { MailTables } from './tables.ts'
import { isLatest } from './turns.ts'

type Over = { id: string; reason: string }

/** Of these mails those that would not be sent if their jobs came again, each with the reason. Cost: one statement. */
export function listMailsOver(queries: Kysely<MailTables>, ids: readonly string[], nowMs: number): Promise<Over[]> {
  return onDatabase(async () => {
    const { rows } = await sql<Over>`
      select given.id, case
          when mails.id is null then 'the mail is not kept any more: its meeting is over, or its reader is gone'
          when state = 'sent' then 'the mail was sent'
          when expires_at <= ${new Date(nowMs)} then 'the mail came too late: its meeting has begun or is over, or was changed'
          else 'its reader was sent a later mail about the meeting' end as reason
      from unnest(${ids}::text[]) as given (id) left join mails on mails.id::text = given.id
      where mails.id is null or state = 'sent' or expires_at <= ${new Date(nowMs)} or state = 'refused' and not ${isLatest}`.execute(
      queries,
    )
    return rows
  })
}
