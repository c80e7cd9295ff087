import type { Meeting, Reply } from '@w2meet/contract'
import ICAL from 'ical.js'
import { mailto, manyLines, oneLine, parameter } from './plain-text.ts'

/** The organizer or an attendee, as an invitation shows them. */
export type Participant = {
  email: string
  name: string | null
  role: 'CHAIR' | 'REQ-PARTICIPANT' | 'OPT-PARTICIPANT'
  reply: Reply
}

const PARTSTAT: Record<Reply, string> = {
  needs_action: 'NEEDS-ACTION',
  accepted: 'ACCEPTED',
  declined: 'DECLINED',
  tentative: 'TENTATIVE',
}

/**
 * A VEVENT. The same meeting gives the same octets: DTSTAMP is when it was changed last. Its times are in UTC: by a zone's
 * name a reader whose zones are older would show another instant. Without a status it says nothing of whether the meeting
 * takes place.
 */
export function eventOf(
  meeting: Omit<Meeting, 'attendees'>,
  participants: readonly Participant[],
  status: string | undefined,
): ICAL.Component {
  const event = new ICAL.Component('vevent')
  event.addPropertyWithValue('uid', `${oneLine(meeting.id)}@w2meet`)
  event.addPropertyWithValue('sequence', meeting.sequence)
  event.addPropertyWithValue('dtstamp', utcTime(Date.parse(meeting.updated_at)))
  event.addPropertyWithValue('created', utcTime(Date.parse(meeting.created_at)))
  event.addPropertyWithValue('last-modified', utcTime(Date.parse(meeting.updated_at)))
  event.addPropertyWithValue('dtstart', utcTime(Date.parse(meeting.start)))
  event.addPropertyWithValue('dtend', utcTime(Date.parse(meeting.end)))
  event.addPropertyWithValue('summary', oneLine(meeting.title))
  if (meeting.description) event.addPropertyWithValue('description', manyLines(meeting.description))
  if (meeting.location) event.addPropertyWithValue('location', oneLine(meeting.location))
  if (status !== undefined) event.addPropertyWithValue('status', status)

  addPerson(event, 'organizer', meeting.organizer, {})
  for (const { email, name, role, reply } of participants) {
    addPerson(event, 'attendee', email, {
      cutype: 'INDIVIDUAL',
      role,
      partstat: PARTSTAT[reply],
      rsvp: role === 'CHAIR' ? 'FALSE' : 'TRUE',
      ...(name ? { cn: parameter(name) } : {}),
    })
  }
  return event
}

function addPerson(event: ICAL.Component, property: string, email: string, parameters: Record<string, string>): void {
  const person = event.addPropertyWithValue(property, mailto(email))
  for (const [name, value] of Object.entries(parameters)) person.setParameter(name, value)
}

function utcTime(epochMs: number): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(epochMs), true)
}
