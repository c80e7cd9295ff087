import type { Meeting, Reply } from '@w2meet/contract'
import ICAL from 'ical.js'
import { mailto, manyLines, oneLine, parameter } from './plain-text.ts'
import { findZone, wallTimeOf, type Zone } from './zone.ts'

/** The organizer or an attendee, as an invitation shows them. */
export type Participant = { email: string; name: string | null; role: 'CHAIR' | 'REQ-PARTICIPANT'; reply: Reply }

const PARTSTAT: Record<Reply, string> = {
  needs_action: 'NEEDS-ACTION',
  accepted: 'ACCEPTED',
  declined: 'DECLINED',
  tentative: 'TENTATIVE',
}

/**
 * A VEVENT and the zone its times are in; undefined where they are in UTC. The same meeting gives the same octets: DTSTAMP
 * is the time of its last change. Without a status the event leaves open whether the meeting takes place.
 */
export function eventOf(
  meeting: Meeting,
  participants: readonly Participant[],
  status: string | undefined,
): { event: ICAL.Component; zone: Zone | undefined } {
  const event = new ICAL.Component('vevent')
  event.addPropertyWithValue('uid', `${oneLine(meeting.id)}@w2meet`)
  event.addPropertyWithValue('sequence', meeting.sequence)
  event.addPropertyWithValue('dtstamp', utcTime(Date.parse(meeting.updated_at)))
  event.addPropertyWithValue('created', utcTime(Date.parse(meeting.created_at)))
  event.addPropertyWithValue('last-modified', utcTime(Date.parse(meeting.updated_at)))
  const zone = addPeriod(event, meeting)
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
  return { event, zone }
}

/** Both times on the clock of the meeting's zone, or both in UTC. */
function addPeriod(event: ICAL.Component, { start, end, timezone }: Meeting): Zone | undefined {
  const instants = [Date.parse(start), Date.parse(end)]
  const zone = findZone(timezone)
  const local = zone && instants.map((instant) => wallTimeOf(instant, zone))
  const times = local?.every((time) => time !== undefined) ? local : instants.map(utcTime)
  for (const [index, name] of ['dtstart', 'dtend'].entries()) {
    const property = event.addPropertyWithValue(name, times[index]!)
    if (times === local) property.setParameter('tzid', zone!.tzid)
  }
  return times === local ? zone : undefined
}

function addPerson(event: ICAL.Component, property: string, email: string, parameters: Record<string, string>): void {
  const person = event.addPropertyWithValue(property, mailto(email))
  for (const [name, value] of Object.entries(parameters)) person.setParameter(name, value)
}

function utcTime(epochMs: number): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(epochMs), true)
}
