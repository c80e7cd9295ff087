import type { Meeting } from '@w2meet/contract'
import { type Outbox, wakingRelays } from '@w2meet/postgres'
import { sql, type Transaction } from 'kysely'
import type { Announce, Announcement, Remind } from './announce.ts'
import { MAIL_JOB, mailJob, mailJobs } from './mail-job.ts'
import type { MailTables } from './tables.ts'

/**
 * Writes the mails that tell of a change of a meeting, and brings its reminders in line with it: withdraws those of an earlier
 * sequence or to people who are not invited any more, and writes new ones to everybody invited, not to `recipients` alone.
 * Several calls for one change, with different kinds, do no harm. Changes of one meeting must take turns.
 */
export function createAnnounce({ outbox, reminderMinutes }: { outbox: Outbox; reminderMinutes: readonly number[] }): Announce {
  return async (transaction: Transaction<MailTables>, announcement) => {
    const { kind, meeting, caseId, nowMs } = announcement
    const invited = invitedTo(meeting)
    const isNew = kind === 'confirmed' && meeting.sequence === 0
    if (!isNew) await withdrawReminders(transaction, outbox, meeting, invited, new Date(nowMs))

    const mails = mailsOf(announcement, invited, reminderMinutes)
    const column = <K extends keyof NewMail>(name: K) => mails.map((mail) => mail[name])
    // One statement, since the people are locked meanwhile.
    await sql`
      with announcement as (
          insert into announcements (meeting_id, meeting, ends_at, case_id, created_at)
          values (${meeting.id}, ${JSON.stringify(meeting)}, ${new Date(meeting.end)}, ${caseId}, ${new Date(nowMs)})
          returning id),
        written as (
          insert into mails
            (announcement_id, meeting_id, sequence, recipient, kind, minutes_before, due_at, expires_at)
          select announcement.id, ${meeting.id}, ${meeting.sequence}, given.*
          from announcement, unnest(
            ${column('recipient')}::text[], ${column('kind')}::text[], ${column('minutes_before')}::int[],
            ${column('due_at')}::timestamptz[], ${column('expires_at')}::timestamptz[]) as given
          on conflict do nothing
          returning id, recipient, due_at),
        jobs as (${outbox.writing(mailJobs(meeting, sql`select * from written`, caseId), nowMs)})
      select ${wakingRelays}`.execute(transaction)
  }
}

type NewMail = { recipient: string; kind: string; minutes_before: number; due_at: Date; expires_at: Date | 'infinity' }

/** A mail to each recipient, due at once, and reminders to everybody invited, due before the meeting begins. */
function mailsOf(
  { kind, meeting, recipients, nowMs }: Announcement,
  invited: readonly string[],
  reminderMinutes: readonly number[],
): NewMail[] {
  const now = new Date(nowMs)
  const atOnce = { kind, minutes_before: 0, due_at: now, expires_at: 'infinity' } as const
  const mails: NewMail[] = recipients.map((recipient) => ({ recipient, ...atOnce }))
  const starts_at = new Date(meeting.start)
  for (const minutes_before of reminderMinutes) {
    const due_at = new Date(starts_at.getTime() - minutes_before * 60_000)
    if (due_at <= now) continue
    const reminder = { kind: 'reminder', minutes_before, due_at, expires_at: starts_at }
    mails.push(...invited.map((recipient) => ({ recipient, ...reminder })))
  }
  return mails
}

/** The people expected to come: nobody to a cancelled meeting, and none who declined. */
function invitedTo({ status, organizer, attendees }: Meeting): string[] {
  if (status === 'cancelled') return []
  return [organizer, ...attendees.filter(({ reply }) => reply !== 'declined').map(({ email }) => email)]
}

/** A worker that has claimed a reminder may still send it; no worker can claim it again. */
async function withdrawReminders(
  transaction: Transaction<MailTables>,
  outbox: Outbox,
  { id, sequence }: Meeting,
  invited: readonly string[],
  now: Date,
): Promise<void> {
  const withdrawn = await transaction
    .updateTable('mails')
    .set({ expires_at: now })
    .where('meeting_id', '=', id)
    .where('kind', '=', 'reminder')
    .where('state', 'not in', ['sent', 'refused'])
    .where('expires_at', '>', now)
    .where((row) => row.or([row('sequence', '<', sequence), sql<boolean>`recipient <> all(${invited}::text[])`]))
    .returning('id')
    .execute()
  await outbox.settle(transaction, MAIL_JOB, idsOf(withdrawn))
}

/** Withdraws a person's reminders of a meeting, or brings back those that are not due yet. */
export function createRemind({ outbox }: { outbox: Outbox }): Remind {
  return async (transaction: Transaction<MailTables>, { meeting, email, isComing, caseId, nowMs }) => {
    const now = new Date(nowMs)
    const changed = await transaction
      .updateTable('mails')
      .set({ expires_at: isComing ? new Date(meeting.start) : now })
      .where('meeting_id', '=', meeting.id)
      .where('recipient', '=', email)
      .where('kind', '=', 'reminder')
      .where('sequence', '=', meeting.sequence)
      .where('state', 'not in', ['sent', 'refused'])
      .where(isComing ? 'due_at' : 'expires_at', '>', now)
      .returning(['id', 'recipient', 'due_at'])
      .execute()
    if (!isComing) return outbox.settle(transaction, MAIL_JOB, idsOf(changed))
    const jobs = changed.map((mail) => mailJob(meeting, mail, caseId))
    await outbox.write(transaction, jobs, nowMs)
  }
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
