import Type, { type Static } from 'typebox'
import { Email } from '../email.ts'
import { IdempotencyKey } from '../idempotency-key.ts'
import { Title } from '../line.ts'
import { MAX_PEOPLE_BODY_BYTES, Nothing, operation } from '../operation.ts'
import { MAX_PAGE, Next, PageQuery } from '../page.ts'
import { MAX_PEOPLE } from '../people.ts'
import { STORE_PROBLEMS } from '../problems.ts'
import { PERIOD_PROBLEMS } from '../when.ts'
import { Attendees, ChangedMeeting, Meeting, MeetingId, Minutes, NewMeeting, Start } from './meeting.ts'

const strict = { additionalProperties: false }

/** The longest time that one question for a person's meetings may be about. */
export const MAX_LISTED_DAYS = 366

/** 400 people of 254 characters, and a description whose every character takes four bytes or six. */
const MAX_MEETING_BODY_BYTES = 160 * 1024

const Instant = Type.String({ maxLength: 64, title: 'a time such as "2026-12-01T09:00:00Z"', examples: ['2026-12-01T09:00:00Z'] })

const byId = Type.Object({ id: MeetingId })

/** RFC 9110 13.1.2. */
const IfNoneMatch = Type.Object({ 'if-none-match': Type.Optional(Type.String({ maxLength: 4_000 })) })

/** `"v3"`: only if the meeting has this version. */
const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({ maxLength: 4_000, pattern: '^(?:\\*|(?:W/)?"[^"]*"(?:, *(?:W/)?"[^"]*")*)$', title: 'an ETag such as "v3"' }),
  ),
})

/** The refusals of a meeting of the right shape. */
const CONTENT_PROBLEMS = [
  'time_unknown',
  'timezone_unknown',
  'duration_missing',
  'duration_twice',
  'meeting_backwards',
  'meeting_too_long',
  'in_the_past',
] as const

export const createMeeting = operation({
  name: 'createMeeting',
  summary: 'Book a meeting: all who take part are free then, or nothing is booked',
  access: { person: 'organizer', program: 'meetings:write' },
  method: 'POST',
  path: '/meetings',
  headers: IdempotencyKey,
  body: NewMeeting,
  maxBodyBytes: MAX_MEETING_BODY_BYTES,
  success: 201,
  answer: Meeting,
  problems: ['time_taken', 'idempotency_key_reused', ...CONTENT_PROBLEMS, ...STORE_PROBLEMS],
})

export const getMeeting = operation({
  name: 'getMeeting',
  summary: 'A meeting, with the replies of its attendees',
  access: { person: 'participant', program: 'meetings:read', token: 'reply' },
  method: 'GET',
  path: '/meetings/:id',
  params: byId,
  headers: IfNoneMatch,
  success: 200,
  answer: Meeting,
  problems: ['meeting_not_found', 'service_unavailable'],
})

export const listMeetings = operation({
  name: 'listMeetings',
  summary: "A person's meetings that are not cancelled and touch the time given, earliest first; by default the next 8 weeks",
  access: { person: 'themselves', program: 'meetings:read' },
  method: 'GET',
  path: '/meetings',
  query: Type.Object({ user: Email, from: Type.Optional(Instant), to: Type.Optional(Instant), ...PageQuery }, strict),
  success: 200,
  answer: Type.Object({ case_id: Type.String(), meetings: Type.Array(Meeting, { maxItems: MAX_PAGE }), next: Next }),
  problems: [...PERIOD_PROBLEMS, 'cursor_unknown', 'service_unavailable'],
})

export const changeMeeting = operation({
  name: 'changeMeeting',
  summary: 'A new time, place, text or list of people; all who take part are free then, or nothing changes',
  access: { person: 'organizer', program: 'meetings:write' },
  method: 'PATCH',
  path: '/meetings/:id',
  params: byId,
  headers: IfMatch,
  body: ChangedMeeting,
  maxBodyBytes: MAX_MEETING_BODY_BYTES,
  success: 200,
  answer: Meeting,
  problems: ['meeting_not_found', 'meeting_cancelled', 'time_taken', 'version_differs', ...CONTENT_PROBLEMS, ...STORE_PROBLEMS],
})

export const cancelMeeting = operation({
  name: 'cancelMeeting',
  summary: 'Cancel a meeting: the time of all who take part is free again',
  access: { person: 'organizer', program: 'meetings:write' },
  method: 'DELETE',
  path: '/meetings/:id',
  params: byId,
  headers: IfMatch,
  success: 204,
  answer: Nothing,
  problems: ['meeting_not_found', 'version_differs', ...STORE_PROBLEMS],
})

export const replyToMeeting = operation({
  name: 'replyToMeeting',
  summary: 'Accept or decline, by the token that came in the mail',
  access: { person: 'participant', program: 'meetings:write', token: 'reply' },
  method: 'POST',
  path: '/meetings/:id/replies',
  params: byId,
  body: Type.Object(
    { token: Type.String({ maxLength: 1_000 }), status: Type.Enum(['accepted', 'declined', 'tentative']) },
    strict,
  ),
  maxBodyBytes: 2 * 1024,
  success: 200,
  answer: Meeting,
  problems: ['meeting_not_found', 'meeting_cancelled', 'reply_token_invalid', 'time_taken', ...STORE_PROBLEMS],
})

export const getMeetingCalendar = operation({
  name: 'getMeetingCalendar',
  summary: 'A meeting as an iCalendar file',
  access: { person: 'participant', program: 'meetings:read', token: 'reply' },
  method: 'GET',
  path: '/meetings/:id.ics',
  params: byId,
  headers: IfNoneMatch,
  success: 200,
  answer: Type.String(),
  contentType: 'text/calendar; charset=utf-8',
  problems: ['meeting_not_found', 'service_unavailable'],
})

export const getUserCalendar = operation({
  name: 'getUserCalendar',
  summary: "A person's meetings as an iCalendar feed to subscribe to",
  access: { person: 'themselves', program: 'meetings:read', token: 'feed' },
  method: 'GET',
  path: '/users/:email/calendar.ics',
  params: Type.Object({ email: Email }),
  headers: IfNoneMatch,
  success: 200,
  answer: Type.String(),
  contentType: 'text/calendar; charset=utf-8',
  problems: ['service_unavailable'],
})

/**
 * Internal: books the first of several times at which all are free; null where none is. The caller gives the meeting its
 * id: where there is one of that id it is that one, so that asking again books nothing twice.
 */
export const bookFirstFree = operation({
  name: 'bookFirstFree',
  summary: 'Book the first of these times that is still free',
  access: 'internal',
  method: 'POST',
  idempotent: true,
  path: '/internal/bookings',
  body: Type.Object(
    { id: MeetingId, organizer: Email, attendees: Attendees, title: Title, starts: Type.Array(Start), duration_minutes: Minutes },
    strict,
  ),
  success: 200,
  answer: Type.Object({ meeting: Type.Union([Meeting, Type.Null()]) }),
  problems: [...CONTENT_PROBLEMS, ...STORE_PROBLEMS],
})

/** Milliseconds since 1970-01-01T00:00Z. */
const EpochMs = Type.Integer()
const BookedTime = Type.Object({ email: Type.String(), periods: Type.Array(Type.Tuple([EpochMs, EpochMs])) })
export type BookedTime = Static<typeof BookedTime>

/**
 * Internal, not reachable through the gateway: when meetings take the time of these people, as far as they touch
 * `[from, to)`. Only those are in the answer who have one. It is read from the database, so a booking is seen at once.
 */
export const getBookedTimes = operation({
  name: 'getBookedTimes',
  summary: 'When people are in meetings',
  access: 'internal',
  method: 'POST',
  idempotent: true,
  bulk: true,
  path: '/internal/booked',
  body: Type.Object({ emails: Type.Array(Type.String(), { maxItems: MAX_PEOPLE }), from: EpochMs, to: EpochMs }, strict),
  maxBodyBytes: MAX_PEOPLE_BODY_BYTES,
  success: 200,
  answer: Type.Object({ booked: Type.Array(BookedTime) }),
  problems: ['service_unavailable'],
})

/** Meetings, their replies and their feeds. */
export const meetingOperations = [
  createMeeting,
  getMeeting,
  listMeetings,
  changeMeeting,
  cancelMeeting,
  replyToMeeting,
  getMeetingCalendar,
  getUserCalendar,
  bookFirstFree,
  getBookedTimes,
] as const
