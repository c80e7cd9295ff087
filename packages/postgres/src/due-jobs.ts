import { type RawBuilder, sql } from 'kysely'
import { type Database, onDatabase } from './database.ts'
import { againAt } from './outbox.ts'

/** A job that a relay has taken. */
export type TakenJob = { reference: string; caseId: string }

/** The work before a relay: of each kind whether jobs are due, and how many may join those in its queue. */
type Look = {
  kinds: { kind: string; anyDue: boolean; places: number }[]
  /** When the next job comes due that is not due yet; undefined where none waits. */
  nextMs: number | undefined
}

/** The outbox as relays see it, which publish due jobs. Several may do so at once. */
export type DueJobs = {
  /** Marks the jobs whose time has come as due, and tells of each kind how many a relay may take. Cost: one statement. */
  look(nowMs: number): Promise<Look>
  /** Takes jobs to be published now, in order; turns after `afterTurn` come first. Several relays may take at once. */
  take(kind: string, nowMs: number, places: number, afterTurn: string): Promise<{ jobs: TakenJob[]; lastTurn: string }>
  /** Notes jobs that the relay took at this time as published. */
  notePublished(kind: string, references: readonly string[], takenMs: number): Promise<void>
  /** Makes jobs due again that the relay took at this time and could not publish. */
  giveBack(kind: string, references: readonly string[], takenMs: number): Promise<void>
}

/** The turn after which a relay begins that has served none yet. */
export const NO_TURN = String(-(2n ** 63n))

/** How long a relay has for the jobs it took; another takes those not noted by then. More than publishing can last. */
const IN_HAND_MS = 10_000
/** How many jobs of a kind may be in the queue: those of another turn that come next wait for no more than these. */
const MAX_IN_QUEUE = 64
/** How long after its publishing a relay assumes a job to be in the queue still, before others. */
const IN_LINE_MS = 30_000
/** How many of one turn's jobs a relay looks through for some that wait for no earlier job. */
const MAX_LOOKED_AT = 1_000
/** How many rows one statement makes due. */
const MAX_DUE_AT_ONCE = 10_000

/** The outbox of a service whose tables are in this schema. */
export function createDueJobs({ queries }: Pick<Database, 'queries'>, schema = 'public'): DueJobs {
  const outbox = sql.table(`${schema}.outbox`)

  /**
   * Writes a change to several jobs at once, but leaves those that others changed since the relay took them: some are done.
   * It waits for no row while it holds another: transactions that hold several rows cannot come into a deadlock with it.
   */
  async function note(kind: string, references: readonly string[], takenMs: number, change: RawBuilder<unknown>): Promise<void> {
    const asTaken = sql`state = 'published' and publish_at = ${new Date(takenMs + IN_HAND_MS)}`
    const { rows } = await sql<{ reference: string }>`
      with free as (
          select reference from ${outbox} where kind = ${kind} and reference = any(${references}) for update skip locked),
        noted as (
          update ${outbox} jobs set ${change} from free
          where jobs.kind = ${kind} and jobs.reference = free.reference and ${asTaken})
      select reference from free`.execute(queries)
    const free = new Set(rows.map(({ reference }) => reference))
    for (const reference of references.filter((one) => !free.has(one))) {
      await sql`update ${outbox} set ${change} where kind = ${kind} and reference = ${reference} and ${asTaken}`.execute(queries)
    }
  }

  async function takeFrom(kind: string, now: Date, afterTurn: string, places: number) {
    // Finds turn after turn by one step of the index each, then of each turn its first jobs: a long turn costs no more than a
    // short one. `materialized` and `coalesce` keep the planner, without statistics in PGlite, from walking all due jobs.
    const { rows } = await sql<{ reference: string; case_id: string; position: string; turn: string }>`
      with recursive
        turns (turn) as (
          (select turn from ${outbox} where kind = ${kind} and state = 'due' and turn > ${afterTurn}::bigint
           order by turn limit 1)
          union all
          select (select jobs.turn from ${outbox} jobs
                  where kind = ${kind} and state = 'due' and jobs.turn > turns.turn order by jobs.turn limit 1)
          from turns where turns.turn is not null),
        served as materialized (select turn from turns where turn is not null limit ${places}),
        taken as materialized (
          select job.reference from served, lateral (
            select reference from (
              select reference, ordering_key, position from ${outbox}
              where kind = ${kind} and state = 'due' and turn = served.turn order by position limit ${MAX_LOOKED_AT}) first
            where not exists (
              select from ${outbox} earlier
              where earlier.ordering_key = first.ordering_key and earlier.position < first.position and earlier.due_at <= ${now})
            order by position
            limit greatest(1, ${places}::int / (select count(*)::int from served))) job
          limit ${places}),
        free as (
          select jobs.reference from ${outbox} jobs
          where kind = ${kind} and reference = any(array(select reference from taken)) and coalesce(state, '') = 'due'
          for update skip locked)
      update ${outbox} jobs
      set state = 'published', published_at = ${now}, publish_at = ${new Date(now.getTime() + IN_HAND_MS)}
      where kind = ${kind} and reference = any(array(select reference from free))
      returning jobs.reference, jobs.case_id, jobs.position, jobs.turn`.execute(queries)
    return rows.toSorted((one, other) => Number(one.position) - Number(other.position))
  }

  return {
    look: (nowMs) =>
      onDatabase(async () => {
        const now = new Date(nowMs)
        const { rows } = await sql<{ kind: string; in_line: number; any_due: boolean; next: Date | null }>`
          with recursive
            come as (
              update ${outbox} jobs set state = 'due' from (
                select kind, reference from ${outbox} where state <> 'due' and publish_at <= ${now}
                order by publish_at limit ${MAX_DUE_AT_ONCE} for update skip locked) waited
              where jobs.kind = waited.kind and jobs.reference = waited.reference
              returning jobs.kind),
            kinds (kind) as (
              (select min(kind) from ${outbox})
              union all
              select (select min(jobs.kind) from ${outbox} jobs where jobs.kind > kinds.kind) from kinds where kinds.kind is not null)
          select kind,
            (select count(*)::int from ${outbox} jobs where jobs.kind = kinds.kind and state = 'published'
              and published_at > ${new Date(nowMs - IN_LINE_MS)}) as in_line,
            (exists (select from ${outbox} jobs where jobs.kind = kinds.kind and state = 'due')
              or kind in (select kind from come)) as any_due,
            (select min(publish_at) from ${outbox} where state <> 'due' and publish_at > ${now}) as next
          from kinds where kind is not null`.execute(queries)
        const kinds = rows.map(({ kind, in_line, any_due }) => ({ kind, anyDue: any_due, places: MAX_IN_QUEUE - in_line }))
        return { kinds, nextMs: rows[0]?.next?.getTime() }
      }),

    take: (kind, nowMs, places, afterTurn) =>
      onDatabase(async () => {
        const now = new Date(nowMs)
        let rows = await takeFrom(kind, now, afterTurn, places)
        // After the last turn comes the first.
        if (rows.length === 0 && afterTurn !== NO_TURN) rows = await takeFrom(kind, now, NO_TURN, places)
        const jobs = rows.map(({ reference, case_id }) => ({ reference, caseId: case_id }))
        const lastTurn = rows.reduce((last, { turn }) => (BigInt(turn) > last ? BigInt(turn) : last), BigInt(NO_TURN))
        return { jobs, lastTurn: String(lastTurn) }
      }),

    notePublished: (kind, references, takenMs) =>
      onDatabase(() => note(kind, references, takenMs, sql`publish_at = ${againAt(new Date(takenMs))}`)),

    giveBack: (kind, references, takenMs) => onDatabase(() => note(kind, references, takenMs, sql`state = 'due'`)),
  }
}
