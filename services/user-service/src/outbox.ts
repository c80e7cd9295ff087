import { type RawBuilder, sql } from 'kysely'
import { type Database, onDatabase } from './database.ts'

/** How long a relay has for what it took; what it has not noted by then, another takes. More than publishing can last. */
const IN_HAND_MS = 10_000
/** A job that nothing came of, lost with its queue or given up, is published again; then after twice that, and so on. */
const AGAIN_AFTER_MS = 60 * 60_000
/** How many mails are published at once. */
const AT_ONCE = 100
/** How long what was told of a meeting is kept after its end. */
const KEPT_MS = 30 * 24 * 60 * 60_000

/** A mail as the queue hears of it. */
export type DueMail = { id: string; caseId: string }

/** The mails in PostgreSQL, as whoever publishes their jobs sees them. Several may do so at once. */
export type Outbox = {
  /** Mails whose jobs are to be published now, at most one to each person about each meeting: the next one. */
  take(nowMs: number): Promise<DueMail[]>
  notePublished(ids: readonly string[], nowMs: number): Promise<void>
  /** What was taken and could not be published is due as before. */
  giveBack(ids: readonly string[], nowMs: number): Promise<void>
  /** When a mail comes due that was not due at `nowMs`; undefined where none will. */
  nextDueMs(nowMs: number): Promise<number | undefined>
  /** Removes what was told of meetings that have been over for 30 days. */
  removeOld(nowMs: number): Promise<void>
}

export function createOutbox({ queries }: Database): Outbox {
  /**
   * Notes of several mails at once; never of one that is done already. It waits for no row while it holds another: changes of
   * meetings hold several, and so cannot come into a deadlock with it.
   */
  async function note(ids: readonly string[], change: RawBuilder<unknown>): Promise<void> {
    const free = await sql<{ id: string }>`
      with free as (select id from mails where id = any(${ids}) for update skip locked)
      update mails set ${change} from free where mails.id = free.id and publish_at is not null
      returning mails.id`.execute(queries)
    const noted = new Set(free.rows.map(({ id }) => id))
    for (const id of ids) {
      if (!noted.has(id)) await sql`update mails set ${change} where id = ${id} and publish_at is not null`.execute(queries)
    }
  }

  return {
    take: (nowMs) =>
      onDatabase(async () => {
        const now = new Date(nowMs)
        const { rows } = await sql<{ id: string; case_id: string; position: string }>`
          with due as (
            select id from mails
            where publish_at <= ${now} and expires_at > ${now} and not exists (
              select from mails earlier
              where earlier.meeting_id = mails.meeting_id and earlier.recipient = mails.recipient
                and earlier.position < mails.position and earlier.state = 'written'
                and earlier.due_at <= ${now} and earlier.expires_at > ${now})
            order by position limit ${AT_ONCE} for update skip locked)
          update mails set publish_at = ${new Date(nowMs + IN_HAND_MS)}
          from due, announcements
          where mails.id = due.id and announcements.id = mails.announcement_id
          returning mails.id, announcements.case_id, mails.position`.execute(queries)
        const inOrder = rows.toSorted((one, other) => Number(one.position) - Number(other.position))
        return inOrder.map(({ id, case_id }) => ({ id, caseId: case_id }))
      }),

    notePublished: (ids, nowMs) =>
      onDatabase(() => {
        const now = sql`${new Date(nowMs)}::timestamptz`
        // Some are claimed already: their jobs were quicker than this note.
        return note(
          ids,
          sql`state = case state when 'written' then 'published' else state end,
            publish_at = ${now} + greatest(${now} - due_at, ${AGAIN_AFTER_MS} * interval '1 millisecond')`,
        )
      }),

    giveBack: (ids, nowMs) => onDatabase(() => note(ids, sql`publish_at = ${new Date(nowMs)}`)),

    nextDueMs: (nowMs) =>
      onDatabase(async () => {
        const now = new Date(nowMs)
        const found = await queries
          .selectFrom('mails')
          .select('publish_at')
          .where('publish_at', '>', now)
          .where('expires_at', '>', now)
          .orderBy('publish_at')
          .limit(1)
          .executeTakeFirst()
        return found?.publish_at?.getTime()
      }),

    removeOld: (nowMs) =>
      onDatabase(async () => {
        await sql`
          delete from announcements where id in (
            select id from announcements where ends_at < ${new Date(nowMs - KEPT_MS)} for update skip locked)`.execute(queries)
      }),
  }
}
