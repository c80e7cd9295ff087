import type { Reply } from '@w2meet/contract'
import type { Transaction } from 'kysely'
import type { MeetingContent } from './content.ts'
import type { MeetingTables } from './tables.ts'

/** How a person takes part in a meeting; the organizer's position is 0. */
export type Attendance = {
  email: string
  position: number
  /** The person is invited, and need not come. */
  optional: boolean
  reply: Reply
  /** The meeting holds their time: nothing else can be booked for them then. */
  takesTime: boolean
  /** False where the last mail to them about the meeting could not be delivered. */
  told: boolean
}

/**
 * Attendances of a content. Who stays keeps their reply, unless the meeting moved: then all but the organizer are asked anew.
 * Who must come holds time from the beginning until they decline, and then, whatever changes, not until they accept; who may
 * come holds time while they have accepted.
 */
export function attendancesOf(
  { organizer, attendees, optional }: MeetingContent,
  earlier: readonly Attendance[] = [],
  moved = false,
): Attendance[] {
  const before = new Map(earlier.map((attendance) => [attendance.email, attendance]))
  const attendanceOf = (email: string, position: number, isOptional: boolean): Attendance => {
    const was = before.get(email)
    const reply = was === undefined || moved ? 'needs_action' : was.reply
    const takesTime = isOptional
      ? reply === 'accepted' && was?.takesTime === true
      : was === undefined || (was.optional ? was.reply !== 'declined' : was.takesTime)
    return { email, position, optional: isOptional, reply, takesTime, told: was?.told ?? true }
  }
  return [
    {
      email: organizer,
      position: 0,
      optional: false,
      reply: 'accepted',
      takesTime: true,
      told: before.get(organizer)?.told ?? true,
    },
    ...attendees.map((email, index) => attendanceOf(email, 1 + index, false)),
    ...optional.map((email, index) => attendanceOf(email, 1 + attendees.length + index, true)),
  ]
}

/** An attendance after a reply. A "maybe" neither takes time nor gives it back. */
export function replied(was: Attendance, reply: Reply): Attendance {
  return { ...was, reply, takesTime: reply === 'accepted' || (reply === 'tentative' && was.takesTime) }
}

/** In the order of their positions. */
export function readAttendances(transaction: Transaction<MeetingTables>, meetingId: string): Promise<Attendance[]> {
  return transaction
    .selectFrom('attendances')
    .select(['email', 'position', 'optional', 'reply', 'takes_time as takesTime', 'told'])
    .where('meeting_id', '=', meetingId)
    .orderBy('position')
    .execute()
}
