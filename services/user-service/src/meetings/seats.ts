import type { Reply } from '@w2meet/contract'
import { sql, type Transaction } from 'kysely'
import type { Tables } from '../postgres/tables.ts'
import type { MeetingPeriod } from './times.ts'

/** A person's place in a meeting; 0 is the organizer. */
export type Seat = { email: string; position: number; reply: Reply }

/**
 * Gives people their seats in a meeting in which they have none. A seat takes its person's time unless they have declined.
 * Returns whose time another meeting has; the constraint decides it, and they got no seat. The people must be locked.
 */
export async function seat(
  transaction: Transaction<Tables>,
  meetingId: string,
  { startMs, endMs }: MeetingPeriod,
  seats: readonly Seat[],
): Promise<string[]> {
  const emails = seats.map(({ email }) => email)
  const { rows } = await sql<{ email: string }>`
    insert into attendances (meeting_id, email, position, reply, period, takes_time)
    select ${meetingId}::uuid, email, position, reply, tstzrange(${new Date(startMs)}, ${new Date(endMs)}), reply <> 'declined'
    from unnest(
      ${emails}::text[],
      ${seats.map(({ position }) => position)}::smallint[],
      ${seats.map(({ reply }) => reply)}::text[]
    ) as seats (email, position, reply)
    on conflict do nothing
    returning email`.execute(transaction)
  const seated = new Set(rows.map(({ email }) => email))
  return emails.filter((email) => !seated.has(email))
}
