import type { Meeting, Reply } from '@w2meet/contract'
import type { ColumnType, Generated } from 'kysely'

type AnnouncementsTable = {
  /** A bigint, as all positions are; `pg` gives it as a string. */
  id: Generated<string>
  meeting_id: string
  meeting: ColumnType<Meeting, string>
  ends_at: Date
  case_id: string
  created_at: Date
}

/*
 * The states of a mail, and who moves it:
 *
 *   (none)   -> written   a change of its meeting, with a job in the outbox, which is published when the mail is due
 *   written  -> claimed   a worker that has the mail's job, when all earlier ones to the person about the meeting are over
 *   claimed  -> claimed   another worker, when the claim has run out
 *   claimed  -> sent      the worker, when the mail server has it
 *   claimed  -> refused   the worker, when the mail server says that nobody has the address
 *   claimed  -> written   the worker, when it could not send it now
 *   refused  -> claimed   a worker that has the mail's job again, from the operator, where its reader was written nothing later
 *
 * A mail of any state is over when it has expired: its meeting was changed, has begun, or for an invitation is over.
 */
type MailsTable = {
  id: Generated<string>
  position: Generated<string>
  announcement_id: string
  meeting_id: string
  recipient: string
  kind: string
  sequence: number
  minutes_before: Generated<number>
  /** Of a mail about replies: the reply of each attendee it is to tell of, by e-mail. */
  replies: ColumnType<Record<string, Reply> | null, string | null>
  state: Generated<'written' | 'claimed' | 'sent' | 'refused'>
  due_at: Date
  expires_at: Generated<Date>
  claimed_at: Date | null
  finished_at: Date | null
}

/** The tables that the domain of mails knows. */
export type MailTables = { announcements: AnnouncementsTable; mails: MailsTable }
