import { onDatabase } from '@w2meet/postgres'
import type { Kysely } from 'kysely'
import type { MeetingTables } from './tables.ts'

/** Each goes with its attendances, 401 at most. */
const MAX_REMOVED_AT_ONCE = 20

/**
 * Removes some of the meetings that ended before this time, cancelled ones too, with the replies to them; returns how many. Waits
 * for nobody: a meeting that somebody changes stays until the next time.
 */
export function removeOldMeetings(queries: Kysely<MeetingTables>, endedBefore: Date): Promise<number> {
  return onDatabase(async () => {
    const old = queries
      .selectFrom('meetings')
      .select('id')
      .where('ends_at', '<', endedBefore)
      .orderBy('ends_at')
      .limit(MAX_REMOVED_AT_ONCE)
      .forUpdate()
      .skipLocked()
    const { numDeletedRows } = await queries.deleteFrom('meetings').where('id', 'in', old).executeTakeFirst()
    return Number(numDeletedRows)
  })
}
