import { type Meeting, problem } from '@w2meet/contract'
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

/** Throws `sequence_differs` where `If-Match` is of another sequence. */
export function checkSequence({ sequence }: Meeting, ifMatch = '*'): void {
  if (ifMatch === '*' || ifMatch === `"${sequence}"`) return
  throw problem('sequence_differs', { given: ifMatch, sequence }, ['header', 'if-match'])
}
