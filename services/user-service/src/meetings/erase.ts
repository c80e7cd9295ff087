import type { Meeting } from '@w2meet/contract'
import { type EraseFromDomain, lockInOrder } from '@w2meet/postgres'
import { sql, type Transaction } from 'kysely'
import type { Announce } from '../mails/announce.ts'
import { listOrganized } from './rows.ts'
import type { MeetingTables } from './tables.ts'

/**
 * Erases a person from meetings, and locks their e-mail. Removes the meetings that they organized, and tells the others of each
 * that was still to come that it is cancelled; removes the person from the meetings of others, and the answers kept for
 * repetitions that name them. Returns how much there was, or "again", with nothing changed, where the person got into another
 * meeting while the erasure waited for the lock, since it must hold their meetings first.
 */
export function createEraseMeetings({ announce }: { announce: Announce }): EraseFromDomain {
  return async (transaction: Transaction<MeetingTables>, email, occasion) => {
    const ids = await meetingsOf(transaction, email)
    await transaction.selectFrom('meetings').select('id').where(isOneOf(ids)).orderBy('id').forUpdate().execute()
    await lockInOrder(transaction, [email])
    const held = new Set(ids)
    if ((await meetingsOf(transaction, email)).some((id) => !held.has(id))) return 'again'

    const toCancel = await listOrganized(transaction, email, occasion.nowMs)
    await transaction.deleteFrom('meetings').where(isOneOf(ids)).where('organizer', '=', email).execute()
    await transaction.deleteFrom('attendances').where('email', '=', email).execute()
    await transaction
      .updateTable('meetings')
      .set({ sequence: sql`sequence + 1`, version: sql`version + 1`, updated_at: new Date(occasion.nowMs) })
      .where(isOneOf(ids))
      .execute()
    for (const { sequence, version, ...meeting } of toCancel) {
      const recipients = meeting.attendees.map((attendee) => attendee.email)
      const cancelled: Meeting = { ...meeting, status: 'cancelled', sequence: sequence + 1, version: version + 1 }
      if (recipients.length > 0) await announce(transaction, { kind: 'cancelled', meeting: cancelled, recipients, ...occasion })
    }
    return ids.length + (await eraseKeys(transaction, email))
  }
}

async function meetingsOf(transaction: Transaction<MeetingTables>, email: string): Promise<string[]> {
  const rows = await transaction.selectFrom('attendances').select('meeting_id').where('email', '=', email).execute()
  return rows.map(({ meeting_id }) => meeting_id)
}

/** Removes kept answers that name the person. Locks them in one order, since two people may be erased at once. */
async function eraseKeys(transaction: Transaction<MeetingTables>, email: string): Promise<number> {
  const theirs = transaction
    .selectFrom('idempotency_keys')
    .select('key')
    .where(sql<boolean>`${email} = any(people)`)
    .orderBy('key')
    .forUpdate()
  const { numDeletedRows } = await transaction.deleteFrom('idempotency_keys').where('key', 'in', theirs).executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

const isOneOf = (ids: readonly string[]) => sql<boolean>`id = any(${ids}::uuid[])`
