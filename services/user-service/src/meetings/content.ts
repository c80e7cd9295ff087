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

/** The content of a meeting. E-mails are canonical and each is there once; `attendees` must come, `optional` may. */
export type MeetingContent = Pick<Meeting, 'organizer' | 'title' | 'description' | 'location' | 'timezone'> &
  MeetingPeriod & { attendees: string[]; optional: string[] }

/** The content that a request asks to book; `ownZone` is the organizer's. Throws all that is wrong with the request at once. */
export function bookedContent(body: NewMeeting, ownZone: string): MeetingContent {
  const { title, description = null, location = null, timezone = ownZone } = body
  const organizer = canonicalEmail(body.organizer)
  const attendees = without([organizer], body.attendees)
  const optional = without([organizer, ...attendees], body.optional ?? [])
  return { organizer, attendees, optional, title, description, location, timezone, ...checkedPeriod(body, timezone) }
}

/** The content of a meeting after a change. Throws all that is wrong with the change at once. */
export function changedContent(body: ChangedMeeting, before: Meeting): MeetingContent {
  const { title = before.title, timezone = before.timezone } = body
  return {
    organizer: before.organizer,
    ...changedPeople(body, before),
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
export const everybody = ({ organizer, attendees, optional }: MeetingContent): string[] => [organizer, ...attendees, ...optional]
export const everybodyIn = ({ organizer, attendees }: Meeting): string[] => [organizer, ...attendees.map(({ email }) => email)]

/** The attendees who may come, or those who must. */
export function emailsOf({ attendees }: Meeting, isOptional: boolean): string[] {
  return attendees.filter(({ optional }) => optional === isOptional).map(({ email }) => email)
}

/** A list that is given wins over one that stays; of two that are given, those who must come win. */
function changedPeople(body: ChangedMeeting, before: Meeting): Pick<MeetingContent, 'attendees' | 'optional'> {
  const { organizer } = before
  if (body.attendees !== undefined) {
    const attendees = without([organizer], body.attendees)
    return { attendees, optional: without([organizer, ...attendees], body.optional ?? emailsOf(before, true)) }
  }
  const optional = without([organizer], body.optional ?? emailsOf(before, true))
  return { attendees: without(optional, emailsOf(before, false)), optional }
}

/** These e-mails in canonical form, each once, but for the others. */
function without(others: readonly string[], given: readonly string[]): string[] {
  return [...new Set(given.map(canonicalEmail)).difference(new Set(others))]
}

function checkedPeriod(body: ChangedMeeting, timezone: string, before?: Meeting): MeetingPeriod {
  const wrong: ProblemDetail[] = []
  const known = isTimeZone(timezone)
  if (!known) wrong.push(problemDetail('timezone_unknown', { timezone }, ['body', 'timezone']))
  const period = periodOf(body, known ? timezone : 'UTC', before && periodOfMeeting(before), wrong)
  if (wrong.length > 0) throw new Problem(400, wrong)
  return period
}
