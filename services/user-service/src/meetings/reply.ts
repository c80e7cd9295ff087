import { type Meeting, problem, type Reply } from '@w2meet/contract'
import { lockInOrder, type Occasion } from '@w2meet/postgres'
import type { Transaction } from 'kysely'
import type { AnnounceReply } from '../mails/announce.ts'
import { readAttendances, replied } from './attendances.ts'
import { periodOfMeeting } from './content.ts'
import { hold } from './hold.ts'
import { readReplySecret, whoseToken } from './reply-tokens.ts'
import { reserveTime } from './reserve-time.ts'
import { findMeeting } from './rows.ts'
import type { MeetingTables } from './tables.ts'
import { timeTaken } from './time-taken.ts'

/** Takes replies to meetings, each in the transaction given. */
export function createReply({ announceReply }: { announceReply: AnnounceReply }) {
  /** Throws `reply_token_invalid`, and `time_taken` where an attendee who had declined has another meeting by now. */
  return async (
    transaction: Transaction<MeetingTables>,
    id: string,
    { token, status }: { token: string; status: Reply },
    occasion: Occasion,
  ): Promise<Meeting> => {
    const before = await hold(transaction, id)
    const emails = before.attendees.map(({ email }) => email)
    const email = whoseToken(token, await readReplySecret(transaction), id, emails)
    if (email === undefined) throw problem('reply_token_invalid', {}, ['body', 'token'])
    if (before.status === 'cancelled') throw problem('meeting_cancelled', {}, ['path', 'id'])

    await lockInOrder(transaction, [email])
    const was = (await readAttendances(transaction, id)).find((attendance) => attendance.email === email)!
    if (was.reply === status) return before
    await transaction.deleteFrom('attendances').where('meeting_id', '=', id).where('email', '=', email).execute()
    const { busyEmails } = await reserveTime(transaction, id, periodOfMeeting(before), [replied(was, status)])
    if (busyEmails.length > 0) throw timeTaken(busyEmails, {}, ['body', 'status'])
    await transaction
      .updateTable('meetings')
      .set({ version: before.version + 1, updated_at: new Date(occasion.nowMs) })
      .where('id', '=', id)
      .execute()
    const meeting = (await findMeeting(transaction, id))!
    await announceReply(transaction, { meeting, email, reply: status, ...occasion })
    return meeting
  }
}
