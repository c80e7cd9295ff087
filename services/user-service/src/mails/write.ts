import type { Meeting } from '@w2meet/contract'
import { type Occasion, type Outbox, wakingRelays } from '@w2meet/postgres'
import { sql, type Transaction } from 'kysely'
import type { Announce } from './announce.ts'
import { mailJobs } from './mail-job.ts'
import { remindedOf, remindersOf, withdrawReminders } from './reminders.ts'
import type { MailTables } from './tables.ts'

/** A mail as a change writes it. */
export type NewMail = {
  recipient: string
  kind: string
  minutes_before: number
  due_at: Date
  expires_at: Date | 'infinity'
  /** JSON; null but of a mail about replies. */
  replies: string | null
}

type Dependencies = { outbox: Outbox; reminderMinutes: readonly number[] }

/**
 * Writes the mails that tell of a change of a meeting, and brings its reminders in line with it: withdraws those of an earlier
 * sequence or to people who are not reminded any more, and writes new ones to all who are, not to `recipients` alone.
 * Several calls for one change, with different kinds, do no harm. Changes of one meeting must take turns.
 */
export function createAnnounce({ outbox, reminderMinutes }: Dependencies): Announce {
  return async (transaction: Transaction<MailTables>, { kind, meeting, recipients, ...occasion }) => {
    const now = new Date(occasion.nowMs)
    const isNew = kind === 'confirmed' && meeting.sequence === 0
    if (!isNew) await withdrawReminders(transaction, outbox, meeting, now)

    // Where it was moved from, or that it is off, may concern its people still when the time it has now is past.
    const expires_at = kind === 'confirmed' ? new Date(meeting.end) : 'infinity'
    const atOnce = { kind, minutes_before: 0, due_at: now, expires_at, replies: null } as const
    const mails: NewMail[] = recipients.map((recipient) => ({ recipient, ...atOnce }))
    mails.push(...remindersOf(meeting, remindedOf(meeting), reminderMinutes, occasion.nowMs))
    await writeMails(transaction, outbox, meeting, mails, occasion)
  }
}

/**
 * Writes mails about a meeting as it is now, and a job for each, in one statement, since people are locked meanwhile. A reminder
 * that is there and was withdrawn is to be sent again; any other mail that is there stays as it is.
 */
export async function writeMails(
  transaction: Transaction<MailTables>,
  outbox: Outbox,
  meeting: Meeting,
  mails: readonly NewMail[],
  { caseId, nowMs }: Occasion,
): Promise<void> {
  const column = <K extends keyof NewMail>(name: K) => mails.map((mail) => mail[name])
  await sql`
    with announcement as (
        insert into announcements (meeting_id, meeting, ends_at, case_id, created_at)
        values (${meeting.id}, ${JSON.stringify(meeting)}, ${new Date(meeting.end)}, ${caseId}, ${new Date(nowMs)})
        returning id),
      written as (
        insert into mails
          (announcement_id, meeting_id, sequence, recipient, kind, minutes_before, due_at, expires_at, replies)
        select announcement.id, ${meeting.id}, ${meeting.sequence}, given.*
        from announcement, unnest(
          ${column('recipient')}::text[], ${column('kind')}::text[], ${column('minutes_before')}::int[],
          ${column('due_at')}::timestamptz[], ${column('expires_at')}::timestamptz[], ${column('replies')}::jsonb[]) as given
        on conflict (meeting_id, recipient, sequence, kind, minutes_before) where kind <> 'replied' do update
        set expires_at = excluded.expires_at
        where mails.expires_at < excluded.expires_at and mails.state not in ('sent', 'refused')
        returning id, recipient, due_at),
      jobs as (${outbox.writing(mailJobs(meeting, sql`select * from written`, caseId), nowMs)})
    select ${wakingRelays}`.execute(transaction)
}
