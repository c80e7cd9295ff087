import type { Reply } from '@w2meet/contract'
import type { Generated } from 'kysely'

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
  /** Rises with every change of the row. */
  version: Generated<number>
  created_at: Date
  updated_at: Date
}

/** `period` is written and read by SQL alone: `pg` knows no ranges. */
type AttendancesTable = {
  meeting_id: string
  email: string
  position: number
  optional: boolean
  reply: Reply
  period: unknown
  takes_time: boolean
  told: boolean
}

/** The tables that the domain of meetings knows. */
export type MeetingTables = {
  meetings: MeetingsTable
  attendances: AttendancesTable
  reply_secret: { secret: string }
}
