import type { EraseFromDomain, Outbox } from '@w2meet/postgres'
import { sql } from 'kysely'
import { MAIL_JOB } from './mail-job.ts'

/** Stands for an organizer who was erased: an address that nobody can have (RFC 2606). */
export const ERASED_EMAIL = 'erased@w2meet.invalid'

/** The announcements, and the mails, of one part. */
const MAX_ROWS_AT_ONCE = 50

/**
 * Removes a person from the mails that are kept: deletes the mails to them, sent or not, and their name from the mails to
 * others. Runs after the erasure from meetings, since that writes mails.
 */
export function createForget({ outbox }: { outbox: Outbox }): EraseFromDomain {
  return async (transaction, email) => {
    // First announcements, then mails: all statements that remove both lock them in this order.
    const { numAffectedRows: renamed = 0n } = await sql`
      update announcements set meeting = meeting || jsonb_build_object(
        'organizer', case when meeting->>'organizer' = ${email} then ${ERASED_EMAIL} else meeting->>'organizer' end,
        'attendees', (
          select coalesce(jsonb_agg(attendee order by place), '[]')
          from jsonb_array_elements(meeting->'attendees') with ordinality as all_of_them (attendee, place)
          where attendee->>'email' <> ${email}))
      where id = any(array(
        select id from announcements
        where meeting @> jsonb_build_object('organizer', ${email}::text)
          or meeting @> jsonb_build_object('attendees', jsonb_build_array(jsonb_build_object('email', ${email}::text)))
        limit ${MAX_ROWS_AT_ONCE} for update))`.execute(transaction)
    const { rows } = await sql<{ id: string; announcement_id: string }>`
      delete from mails where id = any(array(
        select id from mails where recipient = ${email} or replies ? ${email} and replies - ${email}::text = '{}'
        limit ${MAX_ROWS_AT_ONCE}))
      returning id, announcement_id`.execute(transaction)
    await sql`update mails set replies = replies - ${email}::text where replies ? ${email}`.execute(transaction)
    const touched = [...new Set(rows.map(({ announcement_id }) => announcement_id))]
    const jobs = rows.map(({ id }) => id)
    await outbox.settle(transaction, MAIL_JOB, jobs)
    // An announcement that has no mail left is of no use. One that is locked is being removed for its age.
    await sql`
      delete from announcements where id in (
        select id from announcements where id = any(${touched}::bigint[])
          and not exists (select from mails where mails.announcement_id = announcements.id)
        for update skip locked)`.execute(transaction)
    return { erased: rows.length, done: Math.max(Number(renamed), rows.length) < MAX_ROWS_AT_ONCE }
  }
}
