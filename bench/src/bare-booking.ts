import { randomUUID } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import type { WantedMeeting } from './wanted-meetings.ts'

const REMINDER_MINUTES = [24 * 60, 60]

/** Seven statements, or eight with a key, planned once for each connection: the rows of a booking and nothing else. */
export async function bookBare(pool: Pool, wanted: WantedMeeting, key?: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await insertRows(client, wanted, key)
    await client.query('commit')
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function insertRows(client: PoolClient, wanted: WantedMeeting, key: string | undefined): Promise<void> {
  const { organizer, attendees, title, start, end, timezone } = wanted
  const people = [organizer, ...attendees]
  const now = new Date()
  const id = randomUUID()
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values })

  await run(
    'meeting',
    `insert into meetings (id, organizer, title, starts_at, ends_at, timezone, status, sequence, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, 'confirmed', 0, $7, $7)`,
    [id, organizer, title, start, end, timezone, now],
  )
  await run(
    'attendances',
    `insert into attendances (meeting_id, email, position, reply, period, takes_time)
     select $1, email, position - 1, case position when 1 then 'accepted' else 'needs_action' end, tstzrange($3, $4), true
     from unnest($2::text[]) with ordinality as given (email, position)`,
    [id, people, start, end],
  )
  const { rows } = await run(
    'announcement',
    `insert into announcements (meeting_id, meeting, ends_at, case_id, created_at)
     values ($1, $2, $3, $4, $5) returning id`,
    [id, JSON.stringify({ id, ...wanted, status: 'confirmed', sequence: 0 }), end, randomUUID(), now],
  )
  const mails = await run(
    'mails',
    `insert into mails (announcement_id, meeting_id, recipient, kind, sequence, minutes_before, due_at, expires_at)
     select $1, $2, recipient, kind, 0, minutes, due_at, expires_at
     from (
       select 'confirmed' as kind, 0 as minutes, $5::timestamptz as due_at, 'infinity'::timestamptz as expires_at
       union all
       select 'reminder', minutes, $4::timestamptz - minutes * interval '1 minute', $4 from unnest($6::int[]) as minutes
     ) as kinds, unnest($3::text[]) as recipient
     returning id, due_at`,
    [rows[0].id, id, people, start, now, REMINDER_MINUTES],
  )
  await run(
    'outbox',
    `with written as (
       insert into outbox (kind, reference, ordering_key, turn, case_id, state, due_at, publish_at)
       select 'mail', reference, hashtextextended(reference, 0), hashtextextended($3, 0), $4,
         case when due_at <= $5 then 'due' else 'waiting' end, due_at, due_at
       from unnest($1::text[], $2::timestamptz[]) as given (reference, due_at))
     select pg_notify('outbox', '')`,
    [mails.rows.map(({ id }) => id), mails.rows.map(({ due_at }) => due_at), organizer, randomUUID(), now],
  )
  if (key === undefined) return
  await run(
    'key',
    "insert into idempotency_keys (owner, key, question, answer, people, created_at) values ('', $1, $2, $3, $4, $5)",
    [key, randomUUID(), JSON.stringify({ meeting: { id, ...wanted, status: 'confirmed', sequence: 0 } }), people, now],
  )
}
