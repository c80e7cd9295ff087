import type { MailKind, Meeting, Reply } from '@w2meet/contract'
import ICAL from 'ical.js'
import { eventOf, type Participant } from './event.ts'
import { oneLine } from './plain-text.ts'

/** A continued line begins with a space, which ical.js does not count among the 75 octets of RFC 5545 3.1. */
ICAL.foldLength = 74

/** RFC 7986 5.7: readers that are told nothing ask an idle feed once a week. */
const REFRESH_INTERVAL = 'PT1H'

export type Recipient = { email: string; name: string | null }

/** The calendar part of a mail (RFC 5546); `method` is also the MIME part's parameter. */
export type Invitation = { method: 'REQUEST' | 'CANCEL' | 'PUBLISH'; text: string }

/**
 * The calendar part of a mail to this recipient; undefined for a mail that changes nothing. Organizers get their own copy to publish
 * (RFC 5546 3.2.1, without attendees): calendars ignore a request to come to a meeting of one's own.
 */
export function invitationOf(kind: MailKind, meeting: Meeting, recipient: Recipient): Invitation | undefined {
  if (kind === 'reminder' || kind === 'replied') return undefined
  if (recipient.email === meeting.organizer)
    return { method: 'PUBLISH', text: write('PUBLISH', [eventOf(meeting, [], statusOf(meeting))]) }
  if (kind !== 'cancelled') {
    return { method: 'REQUEST', text: write('REQUEST', [eventOf(meeting, participantsOf(meeting, recipient), 'CONFIRMED')]) }
  }
  // An attendee who is left out of a meeting that takes place gets a CANCEL of their own, without a STATUS (RFC 5546 3.2.5).
  const all = meeting.status === 'cancelled'
  const participants = all ? participantsOf(meeting, recipient) : [participant(recipient, 'REQ-PARTICIPANT', 'needs_action')]
  return { method: 'CANCEL', text: write('CANCEL', [eventOf(meeting, participants, all ? 'CANCELLED' : undefined)]) }
}

/** A meeting to read, without participants (RFC 5546 3.2.1), as a file. */
export function fileOf(meeting: Meeting): string {
  return write('PUBLISH', [eventOf(meeting, [], statusOf(meeting))], meeting.title)
}

/** A meeting in the feed of a person who has not declined it: their reply, and whether it takes their time. */
export type FeedEntry = Omit<Meeting, 'attendees'> & { reply: Reply; takesTime: boolean }

/**
 * A person's meetings to subscribe to, without participants, and how often to look again. Those to which the person said maybe
 * are tentative, and those that do not take their time are transparent to whoever looks for free time. Calendar and events lead to
 * the page at `publicUrl`, where that is known (RFC 5545 3.8.4.6, RFC 7986 5.6). Goes event by event.
 */
export function* writeFeed(entries: readonly FeedEntry[], email: string, publicUrl?: string): Generator<void, string> {
  const page = publicUrl?.replace(/\/+$/, '')
  const frame = write('PUBLISH', [], email, { refreshInterval: REFRESH_INTERVAL, url: page && `${page}/#/meetings` })
  const end = frame.lastIndexOf('END:VCALENDAR')
  const texts = [frame.slice(0, end)]
  for (const { reply, takesTime, ...meeting } of entries) {
    const event = eventOf(meeting, [], reply === 'tentative' ? 'TENTATIVE' : 'CONFIRMED')
    if (!takesTime) event.addPropertyWithValue('transp', 'TRANSPARENT')
    if (page !== undefined) event.addPropertyWithValue('url', `${page}/#/meeting?id=${meeting.id}`)
    texts.push(`${event.toString()}\r\n`)
    yield
  }
  return texts.concat(frame.slice(end)).join('')
}

function participantsOf({ organizer, attendees }: Meeting, recipient: Recipient): Participant[] {
  const named = (email: string) => ({ email, name: email === recipient.email ? recipient.name : null })
  return [
    participant(named(organizer), 'CHAIR', 'accepted'),
    ...attendees.map(({ email, optional, reply }) => participant(named(email), roleOf(optional), reply)),
  ]
}

const roleOf = (optional: boolean) => (optional ? 'OPT-PARTICIPANT' : 'REQ-PARTICIPANT')

function participant({ email, name }: Recipient, role: Participant['role'], reply: Participant['reply']): Participant {
  return { email, name, role, reply }
}

const statusOf = ({ status }: Pick<Meeting, 'status'>) => (status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED')

type Shown = { refreshInterval?: string; url?: string | undefined }

function write(method: string, events: readonly ICAL.Component[], name?: string, { refreshInterval, url }: Shown = {}): string {
  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', '-//w2meet//w2meet//EN')
  calendar.addPropertyWithValue('calscale', 'GREGORIAN')
  calendar.addPropertyWithValue('method', method)
  if (name !== undefined) {
    // RFC 7986 5.1, and what readers knew before it.
    calendar.addProperty(new ICAL.Property(['name', {}, 'text', oneLine(name)]))
    calendar.addProperty(new ICAL.Property(['x-wr-calname', {}, 'text', oneLine(name)]))
  }
  if (refreshInterval !== undefined) {
    calendar.addProperty(new ICAL.Property(['refresh-interval', {}, 'duration', refreshInterval]))
    calendar.addProperty(new ICAL.Property(['x-published-ttl', {}, 'unknown', refreshInterval]))
  }
  if (url !== undefined) calendar.addProperty(new ICAL.Property(['url', {}, 'uri', url]))
  for (const event of events) calendar.addSubcomponent(event)
  return `${calendar.toString()}\r\n`
}
