import type { Meeting, Reply } from '@w2meet/contract'
import type { ColumnType, Generated } from 'kysely'

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

/** Every table, by the room that writes it: a statement may read those of another room, in one question to the database. */
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
