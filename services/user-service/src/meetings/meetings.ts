import { randomUUID } from 'node:crypto'
import { type ChangedMeeting, type Meeting, problem, type Reply } from '@w2meet/contract'
import type { Transaction } from 'kysely'
import type { Announce, Announcement, Occasion, Remind } from '../mails/announce.ts'
import { type Database, inTransaction, onDatabase } from '../postgres/database.ts'
import { lockInOrder } from '../postgres/lock-in-order.ts'
import type { Tables } from '../postgres/tables.ts'
import { changedContent, type MeetingContent, periodOfMeeting } from './content.ts'
import { type Keyed, onceFor, removeExpiredKeys } from './idempotency.ts'
import { readReplySecret, whoseToken } from './replies.ts'
import { findBusy, findMeeting, listMeetings, meetingOf } from './rows.ts'
import { type Seat, seat } from './seats.ts'
import { timeTaken } from './time-taken.ts'
import type { MeetingPeriod } from './times.ts'

/** What became of a booking: the meeting, or whose time is taken. */
type BookingOutcome = { meeting: Meeting } | { taken: string[] }

/**
 * Meetings in PostgreSQL. Each change of one is a transaction that holds the meeting's row first, then locks the people
 * concerned in one order, and then waits for nobody who could wait for it. What only frees time locks nobody, and waits
 * for nothing once it has begun.
 */
export type Meetings = {
  /** With a key: once, however often it is asked for. */
  book(content: MeetingContent, occasion: Occasion, keyed?: Keyed): Promise<BookingOutcome>
  /** The first of these that is free, of the same people; or the meeting that has the id already. Undefined where none is. */
  bookFirst(id: string, contents: readonly MeetingContent[], occasion: Occasion): Promise<Meeting | undefined>
  /** This and those below throw `meeting_not_found`. */
  get(id: string): Promise<Meeting>
  /** Throws what is wrong with the change, and `time_taken`; then nothing changes. */
  change(id: string, body: ChangedMeeting, occasion: Occasion, ifMatch?: string): Promise<Meeting>
  /** Nothing happens where it is cancelled already. */
  cancel(id: string, occasion: Occasion, ifMatch?: string): Promise<void>
  /** Throws `reply_token_invalid`, and `time_taken` where who had declined has another meeting by now. */
  reply(id: string, answer: { token: string; status: Reply }, occasion: Occasion): Promise<Meeting>
  /** Those of a person that are not cancelled and touch the period, earliest first; the first thousand. */
  list(email: string, period: MeetingPeriod): Promise<Meeting[]>
  /** When meetings that touch the period take these people's time; see `findBusy`. */
  busy(emails: readonly string[], period: MeetingPeriod): Promise<Map<string, [number, number][]>>
}

type Dependencies = { database: Database; announce: Announce; remind: Remind }

export function createMeetings({ database, announce, remind }: Dependencies): Meetings {
  const { queries } = database

  async function book(transaction: Transaction<Tables>, content: MeetingContent, occasion: Occasion): Promise<BookingOutcome> {
    await lockInOrder(transaction, everybody(content))
    return place(transaction, randomUUID(), content, occasion)
  }

  /** The people are locked. */
  async function place(
    transaction: Transaction<Tables>,
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
    const seats = seatsOf(content)
    const taken = await seat(transaction, id, content, seats)
    if (taken.length > 0) {
      // Not by undoing the transaction, in which the answer is kept under its key.
      await transaction.deleteFrom('meetings').where('id', '=', id).execute()
      return { taken }
    }
    const attendees = seats.slice(1).map(({ email, reply }) => ({ email, reply }))
    const meeting = meetingOf({ ...row, attendees })
    await announce(transaction, { kind: 'confirmed', meeting, recipients: everybody(content), ...occasion })
    return { meeting }
  }

  async function announceChange(transaction: Transaction<Tables>, before: Meeting, meeting: Meeting, occasion: Occasion) {
    const earlier = new Set(everybodyIn(before))
    const now = new Set(everybodyIn(meeting))
    const groups: Pick<Announcement, 'kind' | 'recipients'>[] = [
      { kind: 'cancelled', recipients: [...earlier.difference(now)] },
      { kind: 'rescheduled', recipients: [...earlier.intersection(now)] },
      { kind: 'confirmed', recipients: [...now.difference(earlier)] },
    ]
    for (const { kind, recipients } of groups) {
      if (recipients.length > 0) await announce(transaction, { kind, meeting, recipients, ...occasion })
    }
  }

  return {
    async book(content, occasion, keyed) {
      if (keyed === undefined) return inTransaction(database, (transaction) => book(transaction, content, occasion))
      await onDatabase(() => removeExpiredKeys(queries, occasion.nowMs))
      return inTransaction(database, (transaction) =>
        onceFor(transaction, keyed, occasion.nowMs, () => book(transaction, content, occasion)),
      )
    },

    bookFirst: (id, contents, occasion) =>
      inTransaction(database, async (transaction) => {
        await lockInOrder(transaction, contents.flatMap(everybody))
        const booked = await findMeeting(transaction, id)
        if (booked !== undefined) return booked
        for (const content of contents) {
          const placed = await place(transaction, id, content, occasion)
          if ('meeting' in placed) return placed.meeting
        }
        return undefined
      }),

    get: (id) => onDatabase(async () => found(id, await findMeeting(queries, id))),

    change: (id, body, occasion, ifMatch) =>
      inTransaction(database, async (transaction) => {
        const before = await hold(transaction, id)
        checkSequence(before, ifMatch)
        if (before.status === 'cancelled') throw problem('meeting_cancelled', {}, ['path', 'id'])
        const content = changedContent(body, before)
        const { moved, regrouped, replaced } = differences(before, content)
        if (moved || regrouped) {
          // Those who leave too: whoever waits for their time to be free must not be waited for.
          await lockInOrder(transaction, [...everybodyIn(before), ...content.attendees])
          await transaction.deleteFrom('attendances').where('meeting_id', '=', id).execute()
          const taken = await seat(transaction, id, content, seatsOf(content, moved ? undefined : before))
          if (taken.length > 0) throw timeTaken(taken, { attendees: body.attendees }, ['body', 'start'])
        }
        const changed = moved || regrouped || replaced
        await transaction
          .updateTable('meetings')
          .set({ ...rowOf(content), sequence: before.sequence + (changed ? 1 : 0), updated_at: new Date(occasion.nowMs) })
          .where('id', '=', id)
          .execute()
        const meeting = (await findMeeting(transaction, id))!
        if (changed) await announceChange(transaction, before, meeting, occasion)
        return meeting
      }),

    cancel: (id, occasion, ifMatch) =>
      inTransaction(database, async (transaction) => {
        const before = await hold(transaction, id)
        if (before.status === 'cancelled') return
        checkSequence(before, ifMatch)
        await transaction.updateTable('attendances').set({ takes_time: false }).where('meeting_id', '=', id).execute()
        await transaction
          .updateTable('meetings')
          .set({ status: 'cancelled', sequence: before.sequence + 1, updated_at: new Date(occasion.nowMs) })
          .where('id', '=', id)
          .execute()
        const meeting = (await findMeeting(transaction, id))!
        await announce(transaction, { kind: 'cancelled', meeting, recipients: everybodyIn(meeting), ...occasion })
      }),

    reply: (id, { token, status }, { nowMs }) =>
      inTransaction(database, async (transaction) => {
        const before = await hold(transaction, id)
        const emails = before.attendees.map(({ email }) => email)
        const email = whoseToken(token, await readReplySecret(transaction), id, emails)
        if (email === undefined) throw problem('reply_token_invalid', {}, ['body', 'token'])
        if (before.status === 'cancelled') throw problem('meeting_cancelled', {}, ['path', 'id'])
        await lockInOrder(transaction, [email])
        await transaction.deleteFrom('attendances').where('meeting_id', '=', id).where('email', '=', email).execute()
        const seats: Seat[] = [{ email, position: emails.indexOf(email) + 1, reply: status }]
        const taken = await seat(transaction, id, periodOfMeeting(before), seats)
        if (taken.length > 0) throw timeTaken(taken, {}, ['body', 'status'])
        await remind(transaction, { meeting: before, email, isComing: status !== 'declined', nowMs })
        await transaction
          .updateTable('meetings')
          .set({ updated_at: new Date(nowMs) })
          .where('id', '=', id)
          .execute()
        return (await findMeeting(transaction, id))!
      }),

    list: (email, period) => onDatabase(() => listMeetings(queries, email, period)),
    busy: (emails, period) => onDatabase(() => findBusy(queries, emails, period)),
  }
}

/** The meeting, which nobody else changes until the transaction ends. */
async function hold(transaction: Transaction<Tables>, id: string): Promise<Meeting> {
  await transaction.selectFrom('meetings').select('id').where('id', '=', id).forUpdate().execute()
  // In a statement of its own, which sees what was committed while the first waited.
  return found(id, await findMeeting(transaction, id))
}

function found(id: string, meeting: Meeting | undefined): Meeting {
  if (meeting === undefined) throw problem('meeting_not_found', { id }, ['path', 'id'])
  return meeting
}

function checkSequence({ sequence }: Meeting, ifMatch = '*'): void {
  if (ifMatch === '*' || ifMatch === `"${sequence}"`) return
  throw problem('sequence_differs', { given: ifMatch, sequence }, ['header', 'if-match'])
}

/** What a change is of: the time, the people, or the place, to which the zone it was planned in belongs. */
function differences(before: Meeting, { startMs, endMs, attendees, location, timezone }: MeetingContent) {
  const period = periodOfMeeting(before)
  const earlier = new Set(before.attendees.map(({ email }) => email))
  return {
    moved: startMs !== period.startMs || endMs !== period.endMs,
    regrouped: earlier.symmetricDifference(new Set(attendees)).size > 0,
    replaced: location !== before.location || timezone !== before.timezone,
  }
}

/** The organizer comes; the attendees have replied to `before`, or are asked anew. */
function seatsOf(content: MeetingContent, before?: Meeting): Seat[] {
  const replies = new Map(before?.attendees.map(({ email, reply }) => [email, reply]))
  return everybody(content).map((email, position) => ({
    email,
    position,
    reply: position === 0 ? 'accepted' : (replies.get(email) ?? 'needs_action'),
  }))
}

const everybody = ({ organizer, attendees }: MeetingContent): string[] => [organizer, ...attendees]
const everybodyIn = ({ organizer, attendees }: Meeting): string[] => [organizer, ...attendees.map(({ email }) => email)]

function rowOf({ organizer, title, description, location, timezone, startMs, endMs }: MeetingContent) {
  return { organizer, title, description, location, timezone, starts_at: new Date(startMs), ends_at: new Date(endMs) }
}
