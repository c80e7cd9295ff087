import { type Meeting, problem } from '@w2meet/contract'
import { matchesTag, versionTag } from '@w2meet/service-kit'
import type { Transaction } from 'kysely'
import { findMeeting } from './rows.ts'
import type { MeetingTables } from './tables.ts'

/** The meeting, which nobody else changes until the transaction ends. Throws `meeting_not_found`. */
export async function hold(transaction: Transaction<MeetingTables>, id: string): Promise<Meeting> {
  await transaction.selectFrom('meetings').select('id').where('id', '=', id).forUpdate().execute()
  // Read in a second statement, which sees the changes that others committed while the first waited.
  return found(id, await findMeeting(transaction, id))
}

export function found(id: string, meeting: Meeting | undefined): Meeting {
  if (meeting === undefined) throw problem('meeting_not_found', { id }, ['path', 'id'])
  return meeting
}

/** Throws `version_differs` where `If-Match` names no ETag of the meeting as it is. */
export function checkVersion(meeting: Meeting, ifMatch = '*'): void {
  const current = versionTag(meeting)
  if (matchesTag(ifMatch, current)) return
  throw problem('version_differs', { given: ifMatch, current }, ['header', 'if-match'])
}
