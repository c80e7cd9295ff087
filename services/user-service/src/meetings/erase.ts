import type { Meeting } from '@w2meet/contract'
import { type EraseFromDomain, lockInOrder, type Occasion } from '@w2meet/postgres'
import { sql, type Transaction } from 'kysely'
import type { Announce } from '../mails/announce.ts'
import { everybodyIn } from './content.ts'
import { listToCome } from './rows.ts'
import type { MeetingTables } from './tables.ts'

/** The meetings of one part, whose people are told: a few tens of milliseconds. */
const MAX_MEETINGS_AT_ONCE = 5

/**
 * Erases a person from meetings: removes those that they organized and takes them out of others', telling the others of each that
 * was still to come. The last part locks the person's e-mail, so that they get into no further meeting. It begins anew where they
 * got into one while it waited for the lock, since it must hold their meetings first.
 */
export function createEraseMeetings({ announce }: { announce: Announce }): EraseFromDomain {
  async function remove(transaction: Transaction<MeetingTables>, email: string, ids: readonly string[], occasion: Occasion) {
    const organized = (await listToCome(transaction, ids, occasion.nowMs)).filter(({ organizer }) => organizer === email)
    await transaction.deleteFrom('meetings').where(isOneOf(ids)).where('organizer', '=', email).execute()
    await transaction
      .deleteFrom('attendances')
      .where(sql<boolean>`meeting_id = any(${ids}::uuid[])`)
      .where('email', '=', email)
      .execute()
    await transaction
      .updateTable('meetings')
      .set({
        // What is over or cancelled is told to nobody.
        sequence: sql`sequence + (status = 'confirmed' and ends_at > ${new Date(occasion.nowMs)})::int`,
        version: sql`version + 1`,
        updated_at: new Date(occasion.nowMs),
      })
      .where(isOneOf(ids))
      .execute()
    for (const { sequence, version, ...meeting } of organized) {
      const recipients = meeting.attendees.map((attendee) => attendee.email)
      const cancelled: Meeting = { ...meeting, status: 'cancelled', sequence: sequence + 1, version: version + 1 }
      if (recipients.length > 0) await announce(transaction, { kind: 'cancelled', meeting: cancelled, recipients, ...occasion })
    }
    for (const meeting of await listToCome(transaction, ids, occasion.nowMs)) {
      await announce(transaction, { kind: 'rescheduled', meeting, recipients: everybodyIn(meeting), ...occasion })
    }
  }

  return async (transaction: Transaction<MeetingTables>, email, occasion) => {
    const ids = await someMeetingsOf(transaction, email)
    const isLast = ids.length < MAX_MEETINGS_AT_ONCE
    await transaction.selectFrom('meetings').select('id').where(isOneOf(ids)).orderBy('id').forUpdate().execute()
    if (isLast) {
      await lockInOrder(transaction, [email])
      const held = new Set(ids)
      if ((await someMeetingsOf(transaction, email)).some((id) => !held.has(id))) return { erased: 0, done: false }
    }
    await remove(transaction, email, ids, occasion)
    return { erased: ids.length, done: isLast }
  }
}

async function someMeetingsOf(transaction: Transaction<MeetingTables>, email: string): Promise<string[]> {
  const rows = await transaction
    .selectFrom('attendances')
    .select('meeting_id')
    .where('email', '=', email)
    .limit(MAX_MEETINGS_AT_ONCE)
    .execute()
  return rows.map(({ meeting_id }) => meeting_id)
}

const isOneOf = (ids: readonly string[]) => sql<boolean>`id = any(${ids}::uuid[])`
