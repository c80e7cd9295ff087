import { sql, type Transaction } from 'kysely'
import type { Attendance } from './attendances.ts'
import { nameOf } from './rows.ts'
import type { MeetingTables } from './tables.ts'
import type { MeetingPeriod } from './times.ts'

/** The e-mails of people whom other meetings keep busy, and the names of the others who have one. */
type Reserved = { busyEmails: string[]; names: ReadonlyMap<string, string | null> }

/**
 * Gives people who have no part in a meeting yet a part in it. Whom other meetings keep busy then gets none, where the meeting is
 * to take their time: the constraint decides it. The people must be locked.
 */
export async function reserveTime(
  transaction: Transaction<MeetingTables>,
  meetingId: string,
  { startMs, endMs }: MeetingPeriod,
  attendances: readonly Attendance[],
): Promise<Reserved> {
  const column = <K extends keyof Attendance>(name: K) => attendances.map((attendance) => attendance[name])
  const { rows } = await sql<{ email: string; name: string | null }>`
    insert into attendances (meeting_id, period, email, position, optional, reply, takes_time, told)
    select ${meetingId}::uuid, tstzrange(${new Date(startMs)}, ${new Date(endMs)}), given.*
    from unnest(
      ${column('email')}::text[], ${column('position')}::smallint[], ${column('optional')}::boolean[],
      ${column('reply')}::text[], ${column('takesTime')}::boolean[], ${column('told')}::boolean[]) as given
    on conflict do nothing
    returning email, ${nameOf} as name`.execute(transaction)
  const names = new Map(rows.map(({ email, name }) => [email, name]))
  return { busyEmails: column('email').filter((email) => !names.has(email)), names }
}
