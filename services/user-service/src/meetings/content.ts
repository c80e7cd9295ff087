import {
  type ChangedMeeting,
  canonicalEmail,
  type Meeting,
  type NewMeeting,
  Problem,
  type ProblemDetail,
  problem,
  problemDetail,
} from '@w2meet/contract'
import { instantText, isTimeZone } from '@w2meet/scheduling'
import { type MeetingPeriod, periodOf } from './times.ts'

/** The content of a meeting. E-mails are canonical, each is there once, the organizer's not among the attendees. */
export type MeetingContent = Pick<Meeting, 'organizer' | 'title' | 'description' | 'location' | 'timezone'> &
  MeetingPeriod & { attendees: string[] }

/** The content that a request asks to book; `ownZone` is the organizer's. Throws all that is wrong with the request at once. */
export function bookedContent(body: NewMeeting, ownZone: string): MeetingContent {
  const { title, description = null, location = null, timezone = ownZone } = body
  const organizer = canonicalEmail(body.organizer)
  const attendees = attendeesOf(body.attendees, organizer)
  return { organizer, attendees, title, description, location, timezone, ...checkedPeriod(body, timezone) }
}

/** The content of a meeting after a change. Throws all that is wrong with the change at once. */
export function changedContent(body: ChangedMeeting, before: Meeting): MeetingContent {
  const { title = before.title, timezone = before.timezone } = body
  return {
    organizer: before.organizer,
    attendees: body.attendees ? attendeesOf(body.attendees, before.organizer) : before.attendees.map(({ email }) => email),
    title,
    description: body.description === undefined ? before.description : body.description,
    location: body.location === undefined ? before.location : body.location,
    timezone,
    ...checkedPeriod(body, timezone, before),
  }
}

export function periodOfMeeting({ start, end }: Meeting): MeetingPeriod {
  return { startMs: Date.parse(start), endMs: Date.parse(end) }
}

/** Throws `in_the_past` where a meeting is over before it is booked or moved. */
export function checkToCome({ endMs }: MeetingPeriod, nowMs: number): void {
  if (endMs <= nowMs) throw problem('in_the_past', { end: instantText(endMs) }, ['body', 'start'])
}

/** The organizer first. */
export const everybody = ({ organizer, attendees }: MeetingContent): string[] => [organizer, ...attendees]
export const everybodyIn = ({ organizer, attendees }: Meeting): string[] => [organizer, ...attendees.map(({ email }) => email)]

function attendeesOf(given: readonly string[], organizer: string): string[] {
  return [...new Set(given.map(canonicalEmail))].filter((email) => email !== organizer)
}

function checkedPeriod(body: ChangedMeeting, timezone: string, before?: Meeting): MeetingPeriod {
  const wrong: ProblemDetail[] = []
  const known = isTimeZone(timezone)
  if (!known) wrong.push(problemDetail('timezone_unknown', { timezone }, ['body', 'timezone']))
  const period = periodOf(body, known ? timezone : 'UTC', before && periodOfMeeting(before), wrong)
  if (wrong.length > 0) throw new Problem(400, wrong)
  return period
}
