import type { Attendee, Meeting } from '@w2meet/contract'
import type { Outbox } from '@w2meet/postgres'
import { sql, type Transaction } from 'kysely'
import type { AnnounceReply } from './announce.ts'
import { remindersOf, withdrawReminders } from './reminders.ts'
import type { MailTables } from './tables.ts'
import { type NewMail, writeMails } from './write.ts'

/** An organizer hears of the first reply at once, and then of all that came within this time together. */
const GATHERED_FOR_MS = 10 * 60_000

type Dependencies = { outbox: Outbox; reminderMinutes: readonly number[] }

/**
 * Tells the organizer of a reply, in the mail that waits for more of them or in a new one, and brings the attendee's reminders in
 * line with it. The meeting must be held, so that its replies take turns.
 */
export function createAnnounceReply({ outbox, reminderMinutes }: Dependencies): AnnounceReply {
  return async (transaction: Transaction<MailTables>, { meeting, email, reply, ...occasion }) => {
    const now = new Date(occasion.nowMs)
    const mails: NewMail[] = []
    if (reply === 'declined') await withdrawReminders(transaction, outbox, meeting, now)
    else mails.push(...remindersOf(meeting, [email], reminderMinutes, occasion.nowMs))

    const replies = JSON.stringify({ [email]: reply })
    if (!(await gather(transaction, meeting.id, replies, now))) {
      const due_at = await nextDue(transaction, meeting.id, now)
      const told = { recipient: meeting.organizer, kind: 'replied', minutes_before: 0 }
      mails.push({ ...told, due_at, expires_at: new Date(meeting.end), replies })
    }
    if (mails.length > 0) await writeMails(transaction, outbox, meeting, mails, occasion)
  }
}

/** Puts a reply into the organizer's mail that is not claimed yet; false where there is none. */
async function gather(transaction: Transaction<MailTables>, meetingId: string, replies: string, now: Date): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update mails set replies = replies || ${replies}::jsonb
    where state = 'written' and expires_at > ${now} and id = (
      select id from mails where meeting_id = ${meetingId} and kind = 'replied' order by position desc limit 1)`.execute(
    transaction,
  )
  return numAffectedRows > 0n
}

async function nextDue(transaction: Transaction<MailTables>, meetingId: string, now: Date): Promise<Date> {
  const last = await transaction
    .selectFrom('mails')
    .select((row) => row.fn.max('due_at').as('due_at'))
    .where('meeting_id', '=', meetingId)
    .where('kind', '=', 'replied')
    .executeTakeFirst()
  const gatheredMs = (last?.due_at?.getTime() ?? Number.NEGATIVE_INFINITY) + GATHERED_FOR_MS
  return new Date(Math.max(now.getTime(), gatheredMs))
}

/** Of the replies that a mail is to tell of, those that still hold: their people may have left, or been asked anew. */
export function repliesThatHold({ status, attendees }: Meeting, replies: Readonly<Record<string, string>>): Attendee[] {
  return status === 'cancelled' ? [] : attendees.filter(({ email, reply }) => replies[email] === reply)
}
