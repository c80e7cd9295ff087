import { createHash } from 'node:crypto'
import { createDatabase, migrate, type Pool } from '@w2meet/postgres'
import type { Pool as PgPool } from 'pg'

const FORMER = ['0001-users', '0002-cache-trust', '0003-meetings', '0004-mails', '0005-erasures', '0006-forgotten']
const fileOf = (name: string) => new URL(`../../migrations/${name}.sql`, import.meta.url)

const START = '2031-03-04T09:00:00.000Z'
export const FORMER_MEETING = '0193a5b0-0000-7000-8000-000000000001'
/** A booking that was refused under the key `refused-before-now`, since Ada was busy. */
export const FORMER_REFUSED = {
  organizer: 'olga@example.com',
  attendees: ['ada@example.com'],
  title: 'Too late',
  start: START,
  duration_minutes: 60,
}
/** By recipient. */
export const FORMER_MAILS = {
  'olga@example.com': '00000000-0000-4000-8000-000000000001',
  'ada@example.com': '00000000-0000-4000-8000-000000000002',
  'bob@example.com': '00000000-0000-4000-8000-000000000003',
} as const

/**
 * Makes the database of the version before the outbox, with a meeting whose mails are not sent yet: the organizer's is
 * written, Ada's was published and its job lost, Bob's was sent; all have a reminder to come. Somebody is to be forgotten.
 */
export async function makeFormerDatabase(pool: PgPool): Promise<void> {
  const migrations = Object.fromEntries(FORMER.map((name) => [name, fileOf(name)]))
  await migrate(createDatabase(pool as unknown as Pool), { migrations })
  const run = (text: string, values: unknown[] = []) => pool.query(text, values)
  await run(
    `insert into users (email, timezone, preferences, week, version, created_at, updated_at)
     values ('ada@example.com', 'Europe/Paris', 'first', decode(repeat('00', 84), 'hex'), nextval('user_versions'), now(), now())`,
  )
  await run(
    `insert into meetings (id, organizer, title, starts_at, ends_at, timezone, status, sequence, created_at, updated_at)
     values ($1, 'olga@example.com', 'Carried over', $2, $2::timestamptz + interval '1 hour', 'UTC', 'confirmed', 0, now(), now())`,
    [FORMER_MEETING, START],
  )
  const people = Object.keys(FORMER_MAILS)
  await run(
    `insert into attendances (meeting_id, email, position, reply, period, takes_time)
     select $1, email, position - 1, case position when 1 then 'accepted' else 'needs_action' end,
       tstzrange($3, $3::timestamptz + interval '1 hour'), true
     from unnest($2::text[]) with ordinality as given (email, position)`,
    [FORMER_MEETING, people, START],
  )
  const meeting = {
    id: FORMER_MEETING,
    organizer: 'olga@example.com',
    attendees: people.slice(1).map((email) => ({ email, reply: 'needs_action' })),
    title: 'Carried over',
    description: null,
    location: null,
    start: START,
    end: '2031-03-04T10:00:00.000Z',
    timezone: 'UTC',
    status: 'confirmed',
    sequence: 0,
    created_at: START,
    updated_at: START,
  }
  await run(
    `insert into announcements (meeting_id, meeting, ends_at, case_id, created_at)
     values ($1, $2, $3::timestamptz + interval '1 hour', 'case-former', now())`,
    [FORMER_MEETING, JSON.stringify(meeting), START],
  )
  await run(
    `insert into mails (id, announcement_id, meeting_id, recipient, kind, sequence, state, due_at, publish_at, finished_at)
     select given.id, announcements.id, $1, recipient, 'confirmed', 0, state, now() - interval '2 hours',
       case state when 'sent' then null else now() - interval '1 minute' end, case state when 'sent' then now() end
     from announcements, unnest($2::uuid[], $3::text[], array['written', 'published', 'sent']) as given (id, recipient, state)`,
    [FORMER_MEETING, Object.values(FORMER_MAILS), people],
  )
  await run(
    `insert into mails (announcement_id, meeting_id, recipient, kind, sequence, minutes_before, due_at, publish_at, expires_at)
     select announcements.id, $1, recipient, 'reminder', 0, 60, $3::timestamptz - interval '1 hour',
       $3::timestamptz - interval '1 hour', $3
     from announcements, unnest($2::text[]) as recipient`,
    [FORMER_MEETING, people, START],
  )
  const question = createHash('sha256')
    .update(JSON.stringify(Object.entries(FORMER_REFUSED).toSorted()))
    .digest('base64')
  await run(
    `insert into idempotency_keys (key, question, answer, people, created_at)
     values ('refused-before-now', $1, '{"taken":["ada@example.com"]}', '{olga@example.com,ada@example.com}', now())`,
    [question],
  )
  await run(
    `insert into erasures (email, case_id, erased_at, publish_at, forgotten_at)
     values ('gone@example.com', 'case-erasure', now(), now(), null)`,
  )
}
