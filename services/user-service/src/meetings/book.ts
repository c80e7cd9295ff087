import { randomUUID } from 'node:crypto'
import type { Meeting } from '@w2meet/contract'
import { lockInOrder, type Occasion } from '@w2meet/postgres'
import type { Transaction } from 'kysely'
import type { Announce } from '../mails/announce.ts'
import { everybody, type MeetingContent } from './content.ts'
import { attendancesOf, reserveTime } from './reserve-time.ts'
import { findMeeting, meetingOf, rowOf } from './rows.ts'
import type { MeetingTables } from './tables.ts'

/** What became of a booking: the meeting, or who is busy then. */
export type BookingOutcome = { meeting: Meeting } | { busyEmails: string[] }

/** Books meetings, each in the transaction given. */
export function createBook({ announce }: { announce: Announce }) {
  /** The people are locked. */
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
    const busyEmails = await reserveTime(transaction, id, content, attendances)
    if (busyEmails.length > 0) {
      // Not by undoing the transaction, in which the answer is kept under its key.
      await transaction.deleteFrom('meetings').where('id', '=', id).execute()
      return { busyEmails }
    }
    const attendees = attendances.slice(1).map(({ email, reply }) => ({ email, reply }))
    const meeting = meetingOf({ ...row, attendees })
    await announce(transaction, { kind: 'confirmed', meeting, recipients: everybody(content), ...occasion })
    return { meeting }
  }

  return {
    async book(transaction: Transaction<MeetingTables>, content: MeetingContent, occasion: Occasion): Promise<BookingOutcome> {
      await lockInOrder(transaction, everybody(content))
      return place(transaction, randomUUID(), content, occasion)
    },

    /** The first of these that is free, of the same people; or the meeting that has the id already. Undefined where none is. */
    async bookFirst(
      transaction: Transaction<MeetingTables>,
      id: string,
      contents: readonly MeetingContent[],
      occasion: Occasion,
    ): Promise<Meeting | undefined> {
      await lockInOrder(transaction, contents.flatMap(everybody))
      const booked = await findMeeting(transaction, id)
      if (booked !== undefined) return booked
      for (const content of contents) {
        const placed = await place(transaction, id, content, occasion)
        if ('meeting' in placed) return placed.meeting
      }
      return undefined
    },
  }
}
