import { type ChangedMeeting, type Meeting, problem } from '@w2meet/contract'
import { lockInOrder, type Occasion } from '@w2meet/postgres'
import type { Transaction } from 'kysely'
import type { Announce, Announcement } from '../mails/announce.ts'
import { attendancesOf, readAttendances } from './attendances.ts'
import { changedContent, checkToCome, emailsOf, everybody, everybodyIn, type MeetingContent, periodOfMeeting } from './content.ts'
import { checkVersion, hold } from './hold.ts'
import { reserveTime } from './reserve-time.ts'
import { findMeeting, rowOf } from './rows.ts'
import type { MeetingTables } from './tables.ts'
import { timeTaken } from './time-taken.ts'

/** Changes and cancels meetings, each in the transaction given. */
export function createChange({ announce }: { announce: Announce }) {
  async function announceChange(
    transaction: Transaction<MeetingTables>,
    before: Meeting,
    meeting: Meeting,
    occasion: Occasion,
  ): Promise<void> {
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
    /** Throws all that is wrong with the change, or `time_taken`; the meeting then stays as it was. */
    async change(
      transaction: Transaction<MeetingTables>,
      id: string,
      body: ChangedMeeting,
      occasion: Occasion,
      ifMatch?: string,
    ): Promise<Meeting> {
      const before = await hold(transaction, id)
      checkVersion(before, ifMatch)
      if (before.status === 'cancelled') throw problem('meeting_cancelled', {}, ['path', 'id'])
      const content = changedContent(body, before)
      const { moved, regrouped, rewritten } = differences(before, content)
      if (!moved && !regrouped && !rewritten) return before
      if (moved) checkToCome(content, occasion.nowMs)
      if (moved || regrouped) {
        // Lock the people who leave too: this change must not wait for bookings that wait for the time of these people.
        await lockInOrder(transaction, [...everybodyIn(before), ...everybody(content)])
        const attendances = attendancesOf(content, await readAttendances(transaction, id), moved)
        await transaction.deleteFrom('attendances').where('meeting_id', '=', id).execute()
        const { busyEmails } = await reserveTime(transaction, id, content, attendances)
        if (busyEmails.length > 0) throw timeTaken(busyEmails, { attendees: body.attendees }, ['body', 'start'])
      }
      await transaction
        .updateTable('meetings')
        .set({
          ...rowOf(content),
          sequence: before.sequence + 1,
          version: before.version + 1,
          updated_at: new Date(occasion.nowMs),
        })
        .where('id', '=', id)
        .execute()
      const meeting = (await findMeeting(transaction, id))!
      await announceChange(transaction, before, meeting, occasion)
      return meeting
    },

    /** Does nothing where the meeting is cancelled already. */
    async cancel(transaction: Transaction<MeetingTables>, id: string, occasion: Occasion, ifMatch?: string): Promise<void> {
      const before = await hold(transaction, id)
      if (before.status === 'cancelled') return
      checkVersion(before, ifMatch)
      await transaction.updateTable('attendances').set({ takes_time: false }).where('meeting_id', '=', id).execute()
      await transaction
        .updateTable('meetings')
        .set({
          status: 'cancelled',
          sequence: before.sequence + 1,
          version: before.version + 1,
          updated_at: new Date(occasion.nowMs),
        })
        .where('id', '=', id)
        .execute()
      const meeting = (await findMeeting(transaction, id))!
      await announce(transaction, { kind: 'cancelled', meeting, recipients: everybodyIn(meeting), ...occasion })
    },
  }
}

/** Which parts a change touches: the time, the people, or the place, to which the zone of the plan belongs. */
function differences(before: Meeting, { startMs, endMs, attendees, optional, ...text }: MeetingContent) {
  const period = periodOfMeeting(before)
  const differ = (emails: readonly string[], earlier: readonly string[]) =>
    new Set(emails).symmetricDifference(new Set(earlier)).size > 0
  return {
    moved: startMs !== period.startMs || endMs !== period.endMs,
    regrouped: differ(attendees, emailsOf(before, false)) || differ(optional, emailsOf(before, true)),
    rewritten: (['title', 'description', 'location', 'timezone'] as const).some((name) => text[name] !== before[name]),
  }
}
