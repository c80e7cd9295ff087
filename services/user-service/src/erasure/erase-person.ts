import type { Meeting } from '@w2meet/contract'
import { sql, type Transaction } from 'kysely'
import type { Announce, Occasion } from '../mails/announce.ts'
import { listOrganized } from '../meetings/rows.ts'
import { type Database, inTransaction } from '../postgres/database.ts'
import { lockInOrder } from '../postgres/lock-in-order.ts'
import type { Tables } from '../postgres/tables.ts'
import { writeErasure } from './erasures.ts'

/** The version of the erasure, for the cache; undefined where nothing is kept about this person. */
export type ErasePerson = (email: string, occasion: Occasion) => Promise<number | undefined>

/**
 * Erases everything kept about a person. What they organized is cancelled, and the others hear of what was still to come;
 * from meetings of others they are gone.
 */
export function createErasePerson({
  database,
  announce,
  forget,
}: {
  database: Database
  announce: Announce
  /** Removes the person from what was announced; returns how many mails went. */
  forget(transaction: Transaction<Tables>, email: string): Promise<number>
}): ErasePerson {
  /** How many there were, or "again" where one came up while we waited for the person's lock, since meetings are held first. */
  async function eraseMeetings(transaction: Transaction<Tables>, email: string, occasion: Occasion): Promise<number | 'again'> {
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
      .set({ sequence: sql`sequence + 1`, updated_at: new Date(occasion.nowMs) })
      .where(isOneOf(ids))
      .execute()
    for (const { sequence, ...meeting } of toCancel) {
      const recipients = meeting.attendees.map((attendee) => attendee.email)
      const cancelled: Meeting = { ...meeting, status: 'cancelled', sequence: sequence + 1 }
      if (recipients.length > 0) await announce(transaction, { kind: 'cancelled', meeting: cancelled, recipients, ...occasion })
    }
    return ids.length
  }

  return async (email, occasion) => {
    for (;;) {
      const version = await inTransaction(database, async (transaction) => {
        const meetings = await eraseMeetings(transaction, email, occasion)
        if (meetings === 'again') return 'again'
        const keys = await eraseKeys(transaction, email)
        const mails = await forget(transaction, email)
        const known = await transaction.deleteFrom('users').where('email', '=', email).returning('email').executeTakeFirst()
        if (known === undefined && meetings === 0 && keys === 0 && mails === 0) return undefined
        await writeErasure(transaction, email, occasion)
        const { rows } = await sql<{ version: string }>`select nextval('user_versions') as version`.execute(transaction)
        return Number(rows[0]!.version)
      })
      if (version !== 'again') return version
    }
  }
}

async function meetingsOf(transaction: Transaction<Tables>, email: string): Promise<string[]> {
  const rows = await transaction.selectFrom('attendances').select('meeting_id').where('email', '=', email).execute()
  return rows.map(({ meeting_id }) => meeting_id)
}

/** Answers name people. Held in one order, for two may be erased at once. */
async function eraseKeys(transaction: Transaction<Tables>, email: string): Promise<number> {
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
