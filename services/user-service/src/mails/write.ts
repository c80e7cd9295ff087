import type { Meeting } from '@w2meet/contract'
import { type Insertable, sql, type Transaction } from 'kysely'
import type { Tables } from '../postgres/tables.ts'
import { wakeRelays } from '../postgres/wake-relays.ts'
import type { Announcement, Remind } from './announce.ts'

/**
 * Writes the mails that tell of a change of a meeting, and brings its reminders in line with it: those of an earlier
 * sequence or to people who are not invited any more are withdrawn, and who is invited gets new ones, whomever this change
 * is told to. Several calls for one change, with different kinds, do no harm. Changes of one meeting must take turns.
 */
export async function writeMails(
  transaction: Transaction<Tables>,
  { kind, meeting, recipients, caseId, nowMs }: Announcement,
  reminderMinutes: readonly number[],
): Promise<void> {
  const now = new Date(nowMs)
  const { id: announcement_id } = await transaction
    .insertInto('announcements')
    .values({
      meeting_id: meeting.id,
      meeting: JSON.stringify(meeting),
      ends_at: new Date(meeting.end),
      case_id: caseId,
      created_at: now,
    })
    .returning(['id', wakeRelays.as('notified')])
    .executeTakeFirstOrThrow()

  const invited = invitedTo(meeting)
  const isNew = kind === 'confirmed' && meeting.sequence === 0
  if (!isNew) await withdrawReminders(transaction, meeting, invited, now)

  const common = { announcement_id, meeting_id: meeting.id, sequence: meeting.sequence }
  const mails: Insertable<Tables['mails']>[] = recipients.map((recipient) => ({
    ...common,
    recipient,
    kind,
    due_at: now,
    publish_at: now,
  }))
  const starts_at = new Date(meeting.start)
  for (const minutes_before of reminderMinutes) {
    const due_at = new Date(starts_at.getTime() - minutes_before * 60_000)
    if (due_at <= now) continue
    const reminder = { ...common, kind: 'reminder', minutes_before, due_at, publish_at: due_at, expires_at: starts_at }
    mails.push(...invited.map((recipient) => ({ ...reminder, recipient })))
  }
  if (mails.length === 0) return
  await transaction
    .insertInto('mails')
    .values(mails)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Who is expected to come. */
function invitedTo({ status, organizer, attendees }: Meeting): string[] {
  if (status === 'cancelled') return []
  return [organizer, ...attendees.filter(({ reply }) => reply !== 'declined').map(({ email }) => email)]
}

/** One that is claimed may still be sent by whoever claimed it, but not be claimed again. */
async function withdrawReminders(
  transaction: Transaction<Tables>,
  { id, sequence }: Meeting,
  invited: readonly string[],
  now: Date,
): Promise<void> {
  await transaction
    .updateTable('mails')
    .set({ expires_at: now, publish_at: null })
    .where('meeting_id', '=', id)
    .where('kind', '=', 'reminder')
    .where('state', 'not in', ['sent', 'refused'])
    .where('expires_at', '>', now)
    .where((row) => row.or([row('sequence', '<', sequence), sql<boolean>`recipient <> all(${invited}::text[])`]))
    .execute()
}

/** Withdraws what was to remind a person of a meeting, or brings it back as far as it is still to come. */
export const remind: Remind = async (transaction, { meeting, email, isComing, nowMs }) => {
  const now = new Date(nowMs)
  const change = isComing
    ? { expires_at: new Date(meeting.start), publish_at: sql<Date>`due_at` }
    : { expires_at: now, publish_at: null }
  await transaction
    .updateTable('mails')
    .set(change)
    .where('meeting_id', '=', meeting.id)
    .where('recipient', '=', email)
    .where('kind', '=', 'reminder')
    .where('sequence', '=', meeting.sequence)
    .where('state', 'not in', ['sent', 'refused'])
    .where(isComing ? 'due_at' : 'expires_at', '>', now)
    .execute()
}
