import { MAX_LISTED_MEETINGS, MAX_MEETING_MINUTES, type Meeting } from '@w2meet/contract'
import { instantText } from '@w2meet/scheduling'
import { type Kysely, type Selectable, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Tables } from '../postgres/tables.ts'
import type { MeetingPeriod } from './times.ts'

/** Cost: one statement. */
export async function findMeeting(queries: Kysely<Tables>, id: string): Promise<Meeting | undefined> {
  const row = await selectMeetings(queries).where('id', '=', id).executeTakeFirst()
  return row && meetingOf(row)
}

/** Those of a person that are not cancelled and touch the period, earliest first; the first thousand. Cost: one statement. */
export async function listMeetings(queries: Kysely<Tables>, email: string, period: MeetingPeriod): Promise<Meeting[]> {
  const touching = queries.selectFrom('attendances').select('meeting_id').where('email', '=', email).where(touches(period))
  const rows = await selectMeetings(queries)
    .where('id', 'in', touching)
    .where('status', '=', 'confirmed')
    .orderBy('starts_at')
    .orderBy('id')
    .limit(MAX_LISTED_MEETINGS)
    .execute()
  return rows.map(meetingOf)
}

/** What a person organizes that is not cancelled and not over. */
export async function listOrganized(queries: Kysely<Tables>, email: string, nowMs: number): Promise<Meeting[]> {
  const rows = await selectMeetings(queries)
    .where('organizer', '=', email)
    .where('id', 'in', queries.selectFrom('attendances').select('meeting_id').where('email', '=', email))
    .where('status', '=', 'confirmed')
    .where('ends_at', '>', new Date(nowMs))
    .execute()
  return rows.map(meetingOf)
}

/**
 * When booked meetings that touch the period take these people's time, earliest first, `[start, end)` in milliseconds
 * since 1970; only of those who have any. Cost: one statement, however many are asked about.
 */
export async function findBusy(
  queries: Kysely<Tables>,
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

/** The first line is for the index, which has what begins; the second for what has ended. */
function touches({ startMs, endMs }: MeetingPeriod) {
  return sql<boolean>`
    lower(period) > ${new Date(startMs - MAX_MEETING_MINUTES * 60_000)} and lower(period) < ${new Date(endMs)}
    and upper(period) > ${new Date(startMs)}`
}

const epochMs = (bound: 'lower' | 'upper') => sql<number>`(1000 * extract(epoch from ${sql.raw(bound)}(period)))::float8`

function selectMeetings(queries: Kysely<Tables>) {
  return queries
    .selectFrom('meetings')
    .selectAll()
    .select(({ selectFrom }) =>
      jsonArrayFrom(
        selectFrom('attendances')
          .select(['email', 'reply'])
          .whereRef('meeting_id', '=', 'id')
          .where('position', '>', 0)
          .orderBy('position'),
      ).as('attendees'),
    )
}

type Row = Selectable<Tables['meetings']> & { attendees: Meeting['attendees'] }

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
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
  }
}
