import { type Meeting, Problem, problem, type Reply } from '@w2meet/contract'
import { type ColumnType, type Generated, Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely'

type UsersTable = {
  email: string
  name: string | null
  timezone: string
  preferences: string
  week: Uint8Array
  /** A bigint; `pg` gives it as a string. */
  version: string | number
  created_at: Date
  updated_at: Date
}

type MeetingsTable = {
  id: string
  organizer: string
  title: string
  description: string | null
  location: string | null
  starts_at: Date
  ends_at: Date
  timezone: string
  status: 'confirmed' | 'cancelled'
  sequence: number
  created_at: Date
  updated_at: Date
}

/** `period` is written and read by SQL alone: `pg` knows no ranges. */
type AttendancesTable = {
  meeting_id: string
  email: string
  position: number
  reply: Reply
  period: unknown
  takes_time: boolean
}

type IdempotencyKeysTable = {
  key: string
  question: string
  /** JSON; written as text, read as what it says. */
  answer: unknown
  people: string[]
  created_at: Date
}

type AnnouncementsTable = {
  /** A bigint, as all positions are; `pg` gives it as a string. */
  id: Generated<string>
  meeting_id: string
  meeting: ColumnType<Meeting, string>
  ends_at: Date
  case_id: string
  created_at: Date
}

type MailsTable = {
  id: Generated<string>
  position: Generated<string>
  announcement_id: string
  meeting_id: string
  recipient: string
  kind: string
  sequence: number
  minutes_before: Generated<number>
  state: Generated<string>
  due_at: Date
  expires_at: Generated<Date>
  publish_at: Date | null
  claimed_at: Date | null
  finished_at: Date | null
}

type ErasuresTable = {
  id: Generated<string>
  email: string
  case_id: string
  erased_at: Date
  publish_at: Date
  forgotten_at: Generated<Date | null>
}

export type Tables = {
  users: UsersTable
  meetings: MeetingsTable
  attendances: AttendancesTable
  idempotency_keys: IdempotencyKeysTable
  reply_secret: { secret: string }
  announcements: AnnouncementsTable
  mails: MailsTable
  erasures: ErasuresTable
}

/** A named statement of `pg`: the server plans it once for each connection. */
type Statement = { name: string; text: string; values: unknown[] }
/** The pool of `pg`, as far as it is used here. */
export type Pool = PostgresPool & { query<Row>(statement: Statement | string): Promise<{ rows: Row[] }> }

/**
 * PostgreSQL, or PGlite behind the same driver. `queries` builds SQL; `pool` is for the few hot statements, as named
 * statements.
 */
export type Database = { queries: Kysely<Tables>; pool: Pool }

/** Takes the pool over as it is; whoever opened it closes it. */
export function createDatabase(pool: Pool): Database {
  return { queries: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), pool }
}

/** SQLSTATE classes of a server that cannot serve now: connection, resources, operator intervention, system error. */
const UNAVAILABLE = new Set(['08', '53', '57', '58'])

/** Runs work on the database; where that cannot be reached, throws `service_unavailable` in place of the driver's error. */
export async function onDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem) throw error
    const { code, syscall } = error as { code?: string; syscall?: string }
    // Errors without an SQLSTATE come from the way to the server, not from the server; EPIPE only looks like one.
    const hasSqlState = code !== undefined && /^[0-9A-Z]{5}$/.test(code) && syscall === undefined
    const reached = hasSqlState && !UNAVAILABLE.has(code.slice(0, 2))
    if (reached) throw error
    throw problem('service_unavailable', { service: 'postgresql' }, undefined, { cause: error })
  }
}

/** The same in a transaction, which is undone where the work throws. */
export function inTransaction<T>({ queries }: Database, work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> {
  return onDatabase(() => queries.transaction().execute(work))
}
