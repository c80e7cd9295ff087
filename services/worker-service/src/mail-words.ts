import type { Attendee, Mail, MailKind, Reply } from '@w2meet/contract'
import { meetingTime } from './meeting-time.ts'

type ReplyLink = { label: string; url: string }

/** What a mail says, before it is laid out as text or HTML. */
export type MailWords = {
  subject: string
  heading: string
  facts: { label: string; value: string }[]
  description: string | null
  replies: ReplyLink[]
}

const SUBJECTS: Record<MailKind, string> = {
  confirmed: 'Invitation',
  rescheduled: 'Changed',
  cancelled: 'Cancelled',
  reminder: 'Reminder',
  replied: 'Replies',
}

/** In the reader's own zone, with links to reply by where the mail asks for a reply. */
export function mailWords({ kind, meeting, replied, recipient, reply_token }: Mail, publicUrl: string): MailWords {
  const isOrganizer = recipient.email === meeting.organizer
  const people = [`${meeting.organizer} (organizer)`, ...meeting.attendees.map(attendeeWords)]
  const facts = [
    { label: 'What', value: meeting.title },
    { label: 'When', value: meetingTime(meeting, recipient.timezone) },
    { label: 'Where', value: meeting.location },
    { label: 'Who', value: people.join(', ') },
  ]
  const asksReply = reply_token !== null && kind !== 'cancelled'
  return {
    subject: `${SUBJECTS[kind]}: ${meeting.title}`,
    heading: HEADINGS[kind](isOrganizer ? 'You' : meeting.organizer, replied),
    facts: facts.filter((fact): fact is { label: string; value: string } => fact.value !== null),
    description: meeting.description,
    replies: asksReply ? replyLinks(publicUrl, meeting.id, reply_token) : [],
  }
}

const HEADINGS: Record<MailKind, (organizer: string, replied: Mail['replied']) => string> = {
  confirmed: (organizer) => `${organizer} booked a meeting.`,
  rescheduled: (organizer) => `${organizer} changed a meeting. This is how it is now.`,
  cancelled: (organizer) => `${organizer} cancelled a meeting, or you do not take part any more. This time is free again.`,
  reminder: () => 'This meeting is soon.',
  replied: (_, replied) => `${replied.map(({ email, reply }) => `${email} ${VERBS[reply]}`).join(', ')}.`,
}

const VERBS: Record<Reply, string> = {
  needs_action: 'has not replied',
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'may come',
}

/** `bob@example.com (optional, maybe)`. */
function attendeeWords({ email, optional, reply }: Attendee): string {
  const notes = [...(optional ? ['optional'] : []), ...REPLIES[reply]]
  return notes.length === 0 ? email : `${email} (${notes.join(', ')})`
}

const REPLIES = { needs_action: [], accepted: ['accepted'], declined: ['declined'], tentative: ['maybe'] } as const

/** The token is in the fragment, which browsers keep from servers, and so from their logs. */
function replyLinks(publicUrl: string, meeting: string, token: string): ReplyLink[] {
  const link = (status: string) => `${publicUrl.replace(/\/+$/, '')}/reply/#${new URLSearchParams({ meeting, token, status })}`
  return [
    { label: 'Accept', url: link('accepted') },
    { label: 'Decline', url: link('declined') },
    { label: 'Maybe', url: link('tentative') },
  ]
}
