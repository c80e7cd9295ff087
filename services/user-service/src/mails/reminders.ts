import type { Meeting } from '@w2meet/contract'
import type { Outbox } from '@w2meet/postgres'
import { sql, type Transaction } from 'kysely'
import { MAIL_JOB } from './mail-job.ts'
import type { MailTables } from './tables.ts'
import type { NewMail } from './write.ts'

/** Those who are reminded: all who come or have not said yet; of a cancelled meeting nobody. */
export function remindedOf({ status, organizer, attendees }: Meeting): string[] {
  if (status === 'cancelled') return []
  return [organizer, ...attendees.filter(({ reply }) => reply !== 'declined').map(({ email }) => email)]
}

/** The reminders of a meeting to these people that are still to come, each due before the meeting begins. */
export function remindersOf(
  { start }: Meeting,
  emails: readonly string[],
  reminderMinutes: readonly number[],
  nowMs: number,
): NewMail[] {
  const startMs = Date.parse(start)
  return reminderMinutes
    .map((minutes_before) => ({ minutes_before, due_at: new Date(startMs - minutes_before * 60_000) }))
    .filter(({ due_at }) => due_at.getTime() > nowMs)
    .flatMap((reminder) =>
      emails.map((recipient) => ({ recipient, kind: 'reminder', expires_at: new Date(startMs), replies: null, ...reminder })),
    )
}

/**
 * Withdraws the reminders of a meeting that are of an earlier sequence, or to people who are not reminded any more. A worker that
 * has claimed one may still send it; no worker can claim it again.
 */
export async function withdrawReminders(
  transaction: Transaction<MailTables>,
  outbox: Outbox,
  meeting: Meeting,
  now: Date,
): Promise<void> {
  const withdrawn = await transaction
    .updateTable('mails')
    .set({ expires_at: now })
    .where('meeting_id', '=', meeting.id)
    .where('kind', '=', 'reminder')
    .where('state', 'not in', ['sent', 'refused'])
    .where('expires_at', '>', now)
    .where((row) =>
      row.or([row('sequence', '<', meeting.sequence), sql<boolean>`recipient <> all(${remindedOf(meeting)}::text[])`]),
    )
    .returning('id')
    .execute()
  const ids = withdrawn.map(({ id }) => id)
  await outbox.settle(transaction, MAIL_JOB, ids)
}
