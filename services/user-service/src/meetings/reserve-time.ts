import type { Meeting, Reply } from '@w2meet/contract'
import { sql, type Transaction } from 'kysely'
import type { MeetingContent } from './content.ts'
import type { MeetingTables } from './tables.ts'
import type { MeetingPeriod } from './times.ts'

/** How a person takes part in a meeting; the organizer's position is 0. */
export type Attendance = { email: string; position: number; reply: Reply }

/** The organizer comes; the attendees have replied to `before`, or are asked anew. */
export function attendancesOf({ organizer, attendees }: MeetingContent, before?: Meeting): Attendance[] {
  const replies = new Map(before?.attendees.map(({ email, reply }) => [email, reply]))
  return [organizer, ...attendees].map((email, position) => ({
    email,
    position,
    reply: position === 0 ? 'accepted' : (replies.get(email) ?? 'needs_action'),
  }))
}

/**
 * Gives people who have no part in a meeting yet a part in it, which takes their time unless they declined. Returns the e-mails
 * of people whom other meetings keep busy then: the constraint decides it, and they get no part. The people must be locked.
 */
export async function reserveTime(
  transaction: Transaction<MeetingTables>,
  meetingId: string,
  { startMs, endMs }: MeetingPeriod,
  attendances: readonly Attendance[],
): Promise<string[]> {
  const emails = attendances.map(({ email }) => email)
  const { rows } = await sql<{ email: string }>`
    insert into attendances (meeting_id, email, position, reply, period, takes_time)
    select ${meetingId}::uuid, email, position, reply, tstzrange(${new Date(startMs)}, ${new Date(endMs)}), reply <> 'declined'
    from unnest(
      ${emails}::text[],
      ${attendances.map(({ position }) => position)}::smallint[],
      ${attendances.map(({ reply }) => reply)}::text[]
    ) as given (email, position, reply)
    on conflict do nothing
    returning email`.execute(transaction)
  const reserved = new Set(rows.map(({ email }) => email))
  return emails.filter((email) => !reserved.has(email))
}
