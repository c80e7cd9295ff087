import { sql, type Transaction } from 'kysely'
import type { Tables } from '../postgres/tables.ts'

/** In the place of an organizer who was erased: an address that nobody can have (RFC 2606). */
export const ERASED_EMAIL = 'erased@w2meet.invalid'

/**
 * Removes a person from the mails that are kept: those to them go, whether sent or not, and what others are told or were
 * told does not name them any more. To be called after their meetings were changed, since that writes mails. Returns how many
 * mails to them there were.
 */
export async function forget(transaction: Transaction<Tables>, email: string): Promise<number> {
  // First what is told, then the mails: whatever removes both takes them in this order.
  await sql`
    update announcements set meeting = meeting || jsonb_build_object(
      'organizer', case when meeting->>'organizer' = ${email} then ${ERASED_EMAIL} else meeting->>'organizer' end,
      'attendees', (
        select coalesce(jsonb_agg(attendee order by place), '[]')
        from jsonb_array_elements(meeting->'attendees') with ordinality as all_of_them (attendee, place)
        where attendee->>'email' <> ${email}))
    where meeting @> jsonb_build_object('organizer', ${email}::text)
      or meeting @> jsonb_build_object('attendees', jsonb_build_array(jsonb_build_object('email', ${email}::text)))`.execute(
    transaction,
  )
  const { rows } = await sql<{ announcement_id: string }>`
    delete from mails where recipient = ${email} returning announcement_id`.execute(transaction)
  const touched = [...new Set(rows.map(({ announcement_id }) => announcement_id))]
  // What was told to nobody else is of no use. One that is locked is being removed for its age.
  await sql`
    delete from announcements where id in (
      select id from announcements where id = any(${touched}::bigint[])
        and not exists (select from mails where mails.announcement_id = announcements.id)
      for update skip locked)`.execute(transaction)
  return rows.length
}
