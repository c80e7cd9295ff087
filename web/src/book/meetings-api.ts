import {
  cancelMeeting,
  changeMeeting,
  createMeeting,
  getMeeting,
  listMeetings,
  MAX_LISTED_DAYS,
  MAX_PAGE,
  type Meeting,
  type NewMeeting,
  Problem,
} from '@w2meet/contract'
import { call } from '../api.ts'

/** `key` makes a repeated booking the same booking. */
export function book(meeting: NewMeeting, key: string): Promise<Meeting> {
  return call(createMeeting, { headers: { 'idempotency-key': key }, body: meeting })
}

export function readMeeting(id: string): Promise<Meeting> {
  return call(getMeeting, { params: { id }, headers: {} })
}

/** A person's meetings that are not over, as far ahead as one question may go. */
export async function readMeetings(email: string): Promise<Meeting[]> {
  const nowMs = Date.now()
  const [from, to] = [nowMs, nowMs + MAX_LISTED_DAYS * 86_400_000].map((ms) => new Date(ms).toISOString())
  const all: Meeting[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { user: email, from, to, limit: MAX_PAGE, ...(cursor !== undefined && { cursor }) }
    const { meetings, next } = await call(listMeetings, { query })
    all.push(...meetings)
    cursor = next
  }
  return all
}

/** Moves a meeting, unless somebody else has changed it meanwhile. */
export function reschedule({ id, version }: Meeting, start: string, durationMinutes: number): Promise<Meeting> {
  const body = { start, duration_minutes: durationMinutes }
  return call(changeMeeting, { params: { id }, headers: { 'if-match': `"v${version}"` }, body })
}

export function cancel({ id, version }: Meeting): Promise<void> {
  return call(cancelMeeting, { params: { id }, headers: { 'if-match': `"v${version}"` } })
}

export function isTaken(error: unknown): boolean {
  return error instanceof Problem && error.status === 409 && error.detail.some(({ type }) => type === 'time_taken')
}

export const calendarUrlOf = (id: string) => `/api/meetings/${id}.ics`
/** All meetings of a person, for a calendar to subscribe to. */
export const feedUrlOf = (email: string) => `/api/users/${encodeURIComponent(email).replaceAll('%40', '@')}/calendar.ics`
export const durationMinutesOf = ({ start, end }: Pick<Meeting, 'start' | 'end'>) =>
  (Date.parse(end) - Date.parse(start)) / 60_000
