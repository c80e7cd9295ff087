import { MAX_MEETING_MINUTES, type Meeting } from '@w2meet/contract'
import type { FeedEntry } from '@w2meet/icalendar'
import { instantText } from '@w2meet/scheduling'
import { type Kysely, type Selectable, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { MeetingContent } from './content.ts'
import type { MeetingTables } from './tables.ts'
import type { MeetingPeriod } from './times.ts'

/** Cost: one statement. */
export async function findMeeting(queries: Kysely<MeetingTables>, id: string): Promise<Meeting | undefined> {
  const row = await selectMeetings(queries).where('id', '=', id).executeTakeFirst()
  return row && meetingOf(row)
}

/** The place of a meeting in lists, which are in this order: its start in milliseconds since 1970, and its id. */
export type MeetingPosition = readonly [startMs: number, id: string]
export type Page = { limit: number; after: MeetingPosition | undefined }

/**
 * A person's meetings that are not cancelled and touch the period, earliest first, from a place on. Cost: one statement.
 */
export async function listMeetings(
  queries: Kysely<MeetingTables>,
  email: string,
  period: MeetingPeriod,
  { limit, after }: Page,
): Promise<Meeting[]> {
  const touching = queries.selectFrom('attendances').select('meeting_id').where('email', '=', email).where(touches(period))
  const rows = await selectMeetings(queries)
    .where('id', 'in', touching)
    .where('status', '=', 'confirmed')
    .where(comesAfter(after))
    .orderBy('starts_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(meetingOf)
}

/** A person's meetings as their feed has them: neither cancelled nor declined. In the order of lists. Cost: one statement. */
export async function listFeed(
  queries: Kysely<MeetingTables>,
  email: string,
  period: MeetingPeriod,
  { limit, after }: Page,
): Promise<FeedEntry[]> {
  const rows = await queries
    .selectFrom('attendances')
    .innerJoin('meetings', 'meetings.id', 'attendances.meeting_id')
    .selectAll('meetings')
    .select(['attendances.reply', 'attendances.takes_time'])
    .where('attendances.email', '=', email)
    .where(touches(period))
    .where('status', '=', 'confirmed')
    .where('reply', '<>', 'declined')
    .where(comesAfter(after))
    .orderBy('starts_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ reply, takes_time: takesTime, ...row }) => ({ ...meetingOf({ ...row, attendees: [] }), reply, takesTime }))
}

/** Every meeting that a person takes or took part in, cancelled ones too, earliest first. */
export async function listAllMeetings(queries: Kysely<MeetingTables>, email: string): Promise<Meeting[]> {
  const theirs = queries.selectFrom('attendances').select('meeting_id').where('email', '=', email)
  const rows = await selectMeetings(queries).where('id', 'in', theirs).orderBy('starts_at').orderBy('id').execute()
  return rows.map(meetingOf)
}

/** Of these meetings those that are neither cancelled nor over. */
export async function listToCome(queries: Kysely<MeetingTables>, ids: readonly string[], nowMs: number): Promise<Meeting[]> {
  const rows = await selectMeetings(queries)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('status', '=', 'confirmed')
    .where('ends_at', '>', new Date(nowMs))
    .execute()
  return rows.map(meetingOf)
}

/**
 * When booked meetings that touch the period take these people's time, earliest first, `[start, end)` in milliseconds
 * since 1970; a person without any is left out. Cost: one statement, however many people are asked about.
 */
export async function findBusy(
  queries: Kysely<MeetingTables>,
  emails: readonly string[],
  period: MeetingPeriod,
): Promise<Map<string, [number, number][]>> {
  const rows = await queries
    .selectFrom('attendances')
    .select(['email', epochMs('lower').as('startMs'), epochMs('upper').as('endMs')])
    .where(sql<boolean>`email = any(${emails}) and takes_time`)
    .where(touches(period))
    .orderBy(sql`lower(period)`)
    .execute()
  const busy = Map.groupBy(rows, ({ email }) => email)
  return new Map([...busy].map(([email, found]) => [email, found.map(({ startMs, endMs }) => [startMs, endMs])]))
}

/** The index serves the first line, since it orders meetings by their beginning; the second leaves out those that have ended. */
function touches({ startMs, endMs }: MeetingPeriod) {
  return sql<boolean>`
    lower(period) > ${new Date(startMs - MAX_MEETING_MINUTES * 60_000)} and lower(period) < ${new Date(endMs)}
    and upper(period) > ${new Date(startMs)}`
}

function comesAfter(after: MeetingPosition | undefined) {
  if (after === undefined) return sql<boolean>`true`
  const [startMs, id] = after
  return sql<boolean>`(starts_at, id) > (${new Date(startMs)}::timestamptz, ${id}::uuid)`
}

const epochMs = (bound: 'lower' | 'upper') => sql<number>`(1000 * extract(epoch from ${sql.raw(bound)}(period)))::float8`

/** The name of the person of an attendance, as they are called now. */
export const nameOf = sql<string | null>`(select name from users where users.email = attendances.email)`

function selectMeetings(queries: Kysely<MeetingTables>) {
  return queries
    .selectFrom('meetings')
    .selectAll()
    .select(({ selectFrom }) =>
      jsonArrayFrom(
        selectFrom('attendances')
          .select(['email', nameOf.as('name'), 'optional', 'reply', 'told'])
          .whereRef('meeting_id', '=', 'id')
          .where('position', '>', 0)
          .orderBy('position'),
      ).as('attendees'),
    )
}

/** The columns of a meeting's content. */
export function rowOf({ organizer, title, description, location, timezone, startMs, endMs }: MeetingContent) {
  return { organizer, title, description, location, timezone, starts_at: new Date(startMs), ends_at: new Date(endMs) }
}

type Row = Selectable<MeetingTables['meetings']> & { attendees: Meeting['attendees'] }

export function meetingOf({ starts_at, ends_at, created_at, updated_at, organizer, attendees, ...text }: Row): Meeting {
  return {
    id: text.id,
    organizer,
    attendees,
    title: text.title,
    description: text.description,
    location: text.location,
    start: instantText(starts_at.getTime()),
    end: instantText(ends_at.getTime()),
    timezone: text.timezone,
    status: text.status,
    sequence: text.sequence,
    version: text.version,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
  }
}
