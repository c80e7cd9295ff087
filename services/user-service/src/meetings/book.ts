import { randomUUID } from 'node:crypto'
import type { Meeting } from '@w2meet/contract'
import { lockInOrder, type Occasion } from '@w2meet/postgres'
import type { Transaction } from 'kysely'
import type { Announce } from '../mails/announce.ts'
import { attendancesOf } from './attendances.ts'
import { checkToCome, everybody, type MeetingContent } from './content.ts'
import { reserveTime } from './reserve-time.ts'
import { findMeeting, meetingOf, rowOf } from './rows.ts'
import type { MeetingTables } from './tables.ts'

/** The outcome of a booking: the meeting, or the people who are busy then. */
export type BookingOutcome = { meeting: Meeting } | { busyEmails: string[] }

/** Books meetings, each in the transaction given. */
export function createBook({ announce }: { announce: Announce }) {
  /** The caller has locked the people. */
  async function place(
    transaction: Transaction<MeetingTables>,
    id: string,
    content: MeetingContent,
    occasion: Occasion,
  ): Promise<BookingOutcome> {
    const now = new Date(occasion.nowMs)
    const row = await transaction
      .insertInto('meetings')
      .values({ id, ...rowOf(content), status: 'confirmed', sequence: 0, created_at: now, updated_at: now })
      .returningAll()
      .executeTakeFirstOrThrow()
    const attendances = attendancesOf(content)
    const { busyEmails, names } = await reserveTime(transaction, id, content, attendances)
    if (busyEmails.length > 0) {
      // Delete the row rather than undo the transaction, which also keeps the answer under its key.
      await transaction.deleteFrom('meetings').where('id', '=', id).execute()
      return { busyEmails }
    }
    const attendees = attendances
      .slice(1)
      .map(({ email, optional, reply, told }) => ({ email, name: names.get(email) ?? null, optional, reply, told }))
    const meeting = meetingOf({ ...row, attendees })
    await announce(transaction, { kind: 'confirmed', meeting, recipients: everybody(content), ...occasion })
    return { meeting }
  }

  return {
    async book(transaction: Transaction<MeetingTables>, content: MeetingContent, occasion: Occasion): Promise<BookingOutcome> {
      checkToCome(content, occasion.nowMs)
      await lockInOrder(transaction, everybody(content))
      return place(transaction, randomUUID(), content, occasion)
    },

    /** Books the first of these times at which all are free, or returns the meeting that has the id already; else undefined. */
    async bookFirst(
      transaction: Transaction<MeetingTables>,
      id: string,
      contents: readonly MeetingContent[],
      occasion: Occasion,
    ): Promise<Meeting | undefined> {
      await lockInOrder(transaction, contents.flatMap(everybody))
      const booked = await findMeeting(transaction, id)
      if (booked !== undefined) return booked
      for (const content of contents.filter(({ endMs }) => endMs > occasion.nowMs)) {
        const placed = await place(transaction, id, content, occasion)
        if ('meeting' in placed) return placed.meeting
      }
      return undefined
    },
  }
}
