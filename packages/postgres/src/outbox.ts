import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely'
import { type Database, onDatabase } from './database.ts'

/*
 * The states of a row, and who moves it:
 *
 *   (none)     -> due, waiting  `write`, in the transaction of the change that the job tells of
 *   waiting    -> due           a relay, when `publish_at` has come
 *   due        -> published     a relay takes it; `publish_at` is then the end of the relay's time to publish it
 *   published  -> due           a relay: the job could not be published, or its relay died, or no handler settled it for long
 *   published  -> waiting       `postpone`: the job's handler has it in hand until then, or wants another job then
 *   any        -> (none)        `settle`: the reference needs no job any more
 */

/** A job as a change writes it. */
export type OutboxEntry = {
  kind: string
  /** The id by which the handler finds the job's subject; names nobody. There is one row for each kind and reference. */
  reference: string
  /** Jobs of one kind and ordering key are published one after the other, each when the one before is settled. */
  orderingKey?: string
  /** Jobs of different turns are published alternately, however many there are of each. */
  turn?: string
  dueAt: Date
  caseId: string
}

/** The channel (NOTIFY) on which relays hear that there is something to publish. */
export const OUTBOX_CHANNEL = 'outbox'
/** How long a relay sleeps at most, in case a notice was lost with its connection. */
export const LOOK_AGAIN_MS = 30_000

/** How long a relay waits before it publishes a lost or given up job again; the next time twice as long, and so on. */
const AGAIN_AFTER_MS = 60 * 60_000

/** The outbox as the domains of its service use it; in the transaction of the change, or in a statement of its own. */
export type Outbox = {
  /** Writes jobs, and wakes the relays at the commit. A job that is there already gets the new due time. */
  write(at: QueryExecutorProvider, entries: readonly OutboxEntry[], nowMs: number): Promise<void>
  /**
   * The same as a part of a larger statement, `with jobs as (…)`, for the rows of a query: kind, reference, ordering key, turn, due
   * at, Case-Id. The statement must wake the relays, too.
   */
  writing(rows: RawBuilder<unknown>, nowMs: number): RawBuilder<unknown>
  /** Removes these references, which need no job any more. */
  settle(at: QueryExecutorProvider, kind: string, references: readonly string[]): Promise<void>
  /** Wakes the relays where a job of the kind is due; call this after the commit that settled an earlier one. */
  wake(kind: string): Promise<void>
  /**
   * Has a relay publish the job again at `untilMs`; where undefined, when the usual time for a lost job has passed. Until then
   * the job takes no place in the queue: it is in hand, or waits for its next attempt.
   */
  postpone(kind: string, reference: string, nowMs: number, untilMs?: number): Promise<void>
}

/** In a statement: wakes the relays when it commits. */
export const wakingRelays = sql`pg_notify(${OUTBOX_CHANNEL}, '')`
/** A digest of 64 bits: where two are alike by chance, relays keep jobs in one turn or order that need none. */
const digestOf = (text: RawBuilder<unknown>) => sql`hashtextextended(${text}, 0)`
/** The next publish time if this job is lost: one hour, then doubling. */
export const againAt = (now: Date): RawBuilder<Date> =>
  sql`${now}::timestamptz + greatest(${now}::timestamptz - due_at, ${AGAIN_AFTER_MS} * interval '1 millisecond')`

/** The outbox of a service whose tables are in this schema. */
export function createOutbox({ queries }: Pick<Database, 'queries'>, schema = 'public'): Outbox {
  const outbox = sql.table(`${schema}.outbox`)

  const writing = (entries: RawBuilder<unknown>, nowMs: number) => sql`
    insert into ${outbox} (kind, reference, ordering_key, turn, case_id, state, due_at, publish_at)
    select kind, reference, ${digestOf(sql`kind || ' ' || ordering_key`)}, ${digestOf(sql`coalesce(turn, '')`)}, case_id,
      case when due_at <= ${new Date(nowMs)} then 'due' else 'waiting' end, due_at, due_at
    from (${entries}) as given (kind, reference, ordering_key, turn, due_at, case_id)
    on conflict (kind, reference) do update
    set state = excluded.state, due_at = excluded.due_at, publish_at = excluded.publish_at`

  return {
    writing,

    async write(at, entries, nowMs) {
      if (entries.length === 0) return
      const column = <K extends keyof OutboxEntry>(name: K) => entries.map((entry) => entry[name] ?? null)
      const rows = sql`select * from unnest(
        ${column('kind')}::text[], ${column('reference')}::text[], ${column('orderingKey')}::text[],
        ${column('turn')}::text[], ${column('dueAt')}::timestamptz[], ${column('caseId')}::text[])`
      await sql`with jobs as (${writing(rows, nowMs)}) select ${wakingRelays}`.execute(at)
    },

    async settle(at, kind, references) {
      if (references.length === 0) return
      await sql`delete from ${outbox} where kind = ${kind} and reference = any(${references})`.execute(at)
    },

    wake: (kind) =>
      onDatabase(async () => {
        await sql`
          select ${wakingRelays} from ${outbox} where kind = ${kind} and state = 'due' limit 1`.execute(queries)
      }),

    postpone: (kind, reference, nowMs, untilMs) =>
      onDatabase(async () => {
        const isSoon = untilMs !== undefined && untilMs - nowMs < LOOK_AGAIN_MS
        const until = untilMs === undefined ? againAt(new Date(nowMs)) : sql`${new Date(untilMs)}::timestamptz`
        await sql`
          with postponed as (
            update ${outbox} set state = 'waiting', publish_at = ${until} where kind = ${kind} and reference = ${reference}
            returning 1)
          select ${wakingRelays} from postponed
          where ${isSoon} or exists (select from ${outbox} where kind = ${kind} and state = 'due')`.execute(queries)
      }),
  }
}
