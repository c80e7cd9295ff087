import type { Meeting } from '@w2meet/contract'
import { type RawBuilder, sql } from 'kysely'

/** The kind of job by which the worker sends a mail; its reference is the mail's id. */
export const MAIL_JOB = 'mail'

/**
 * The jobs of mails that a part of one statement has written, as the outbox takes rows. Mails to one person about one meeting go
 * in order; those of different organizers take turns.
 */
export function mailJobs({ id, organizer }: Meeting, written: RawBuilder<unknown>, caseId: string): RawBuilder<unknown> {
  return sql`
    select ${MAIL_JOB}, id::text, ${id} || ' ' || recipient, ${organizer}, due_at, ${caseId} from (${written}) as written`
}
