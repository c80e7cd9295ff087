import { type RawBuilder, sql } from 'kysely'
import { type Database, onDatabase } from '../postgres/database.ts'
import { againAt, isNext } from './turns.ts'

/** How long a relay has for what it took; what it has not noted by then, another takes. More than publishing can last. */
const IN_HAND_MS = 10_000
/** How many mails are published at once. */
const AT_ONCE = 100
/** How long what was told of a meeting is kept after its end. */
const KEPT_MS = 30 * 24 * 60 * 60_000

/** A mail as the queue hears of it. */
export type DueMail = { id: string; caseId: string }

/** The mails in PostgreSQL, as whoever publishes their jobs sees them. Several may do so at once. */
export type Outbox = {
  /** Mails whose jobs are to be published now, at most one to each person about each meeting: the one whose turn it is. */
  take(nowMs: number): Promise<DueMail[]>
  /** Of what was taken at this time. */
  notePublished(ids: readonly string[], takenMs: number): Promise<void>
  /** What was taken at this time and could not be published is due as before. */
  giveBack(ids: readonly string[], takenMs: number): Promise<void>
  /** When a mail comes due that was not due at `nowMs`; undefined where none will. */
  nextDueMs(nowMs: number): Promise<number | undefined>
  /** Removes what was told of meetings that have been over for 30 days. */
  removeOld(nowMs: number): Promise<void>
}

export function createOutbox({ queries }: Database): Outbox {
  /**
   * Notes of several mails at once, as far as they are as they were taken: some jobs are quicker, and their mails claimed
   * or done already. It waits for no row while it holds another: changes of meetings hold several, and so cannot come into a
   * deadlock with it.
   */
  async function note(ids: readonly string[], takenMs: number, change: RawBuilder<unknown>): Promise<void> {
    const asTaken = sql`publish_at = ${new Date(takenMs + IN_HAND_MS)}`
    const { rows } = await sql<{ id: string }>`
      with free as (select id from mails where id = any(${ids}) for update skip locked),
        noted as (update mails set ${change} from free where mails.id = free.id and ${asTaken})
      select id from free`.execute(queries)
    const free = new Set(rows.map(({ id }) => id))
    for (const id of ids) {
      if (!free.has(id)) await sql`update mails set ${change} where id = ${id} and ${asTaken}`.execute(queries)
    }
  }

  return {
    take: (nowMs) =>
      onDatabase(async () => {
        const now = new Date(nowMs)
        const { rows } = await sql<{ id: string; case_id: string; position: string }>`
          with due as (
            select id from mails
            where publish_at <= ${now} and expires_at > ${now} and ${isNext(now)}
            order by position limit ${AT_ONCE} for update skip locked)
          update mails set publish_at = ${new Date(nowMs + IN_HAND_MS)}
          from due, announcements
          where mails.id = due.id and announcements.id = mails.announcement_id
          returning mails.id, announcements.case_id, mails.position`.execute(queries)
        const inOrder = rows.toSorted((one, other) => Number(one.position) - Number(other.position))
        return inOrder.map(({ id, case_id }) => ({ id, caseId: case_id }))
      }),

    notePublished: (ids, takenMs) =>
      onDatabase(() => {
        // A claim that has run out by this clock may hold by another.
        const state = sql`case state when 'claimed' then state else 'published' end`
        return note(ids, takenMs, sql`state = ${state}, publish_at = ${againAt(new Date(takenMs))}`)
      }),

    giveBack: (ids, takenMs) => onDatabase(() => note(ids, takenMs, sql`publish_at = ${new Date(takenMs)}`)),

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
