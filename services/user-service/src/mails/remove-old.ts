import { onDatabase } from '@w2meet/postgres'
import { type Kysely, sql } from 'kysely'
import type { MailTables } from './tables.ts'

const MAX_REMOVED_AT_ONCE = 200

/**
 * Removes some of the mails about meetings that ended before this time, and then their announcements; returns how many. Waits for
 * nobody: what somebody else holds stays until the next time.
 */
export function removeOldMails(queries: Kysely<MailTables>, endedBefore: Date): Promise<number> {
  return onDatabase(async () => {
    // The mails by themselves, since one announcement may have a thousand.
    const mails = await sql`
      delete from mails where id in (
        select mails.id from announcements join mails on mails.announcement_id = announcements.id
        where ends_at < ${endedBefore}
        limit ${MAX_REMOVED_AT_ONCE} for update of mails skip locked)`.execute(queries)
    if (mails.numAffectedRows) return Number(mails.numAffectedRows)
    const announcements = await sql`
      delete from announcements where id in (
        select id from announcements
        where ends_at < ${endedBefore} and not exists (select from mails where announcement_id = announcements.id)
        order by ends_at limit ${MAX_REMOVED_AT_ONCE} for update skip locked)`.execute(queries)
    return Number(announcements.numAffectedRows ?? 0)
  })
}
