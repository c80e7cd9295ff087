import Type, { type Static } from 'typebox'
import { Email } from '../email.ts'
import { Line, Lines, Title } from '../line.ts'
import { TimeZone } from '../when.ts'

const strict = { additionalProperties: false }

/** The most people that must come to a meeting beside its organizer, and the most that may. */
const MAX_ATTENDEES = 200
/** The longest that a meeting may be: a week. */
export const MAX_MEETING_MINUTES = 7 * 24 * 60

const Location = Line(1, 500, 'a line of 1 to 500 characters that all can be seen')
const Description = Lines(5_000, 'a text of at most 5000 characters that all can be seen')
export const Start = Type.String({
  maxLength: 64,
  title: 'a time such as "2026-12-01T09:00:00Z", or "2026-12-01T09:00" on the clock of `timezone`',
  examples: ['2026-12-01T09:00:00Z', '2026-12-01T09:00'],
})
export const Minutes = Type.Integer({ minimum: 1, maximum: MAX_MEETING_MINUTES, title: `minutes, 1 to ${MAX_MEETING_MINUTES}` })
export const Attendees = Type.Array(Email, { maxItems: MAX_ATTENDEES })

/**
 * `attendees` must come, `optional` may: they hold time only once they have accepted. Who is in both must come. `duration_minutes`
 * or `end`, not both. A fraction of a second is cut off. `timezone` is by default the organizer's own, else UTC.
 */
export const NewMeeting = Type.Object(
  {
    organizer: Email,
    attendees: Attendees,
    optional: Type.Optional(Attendees),
    title: Title,
    start: Start,
    duration_minutes: Type.Optional(Minutes),
    end: Type.Optional(Start),
    timezone: Type.Optional(TimeZone),
    location: Type.Optional(Location),
    description: Type.Optional(Description),
  },
  strict,
)
export type NewMeeting = Static<typeof NewMeeting>

/** The fields to change; a new start alone keeps the duration. Who is in a list that is given leaves the one that is not. */
export const ChangedMeeting = Type.Object(
  {
    attendees: Type.Optional(Attendees),
    optional: Type.Optional(Attendees),
    title: Type.Optional(Title),
    start: Type.Optional(Start),
    duration_minutes: Type.Optional(Minutes),
    end: Type.Optional(Start),
    timezone: Type.Optional(TimeZone),
    location: Type.Optional(Type.Union([Location, Type.Null()])),
    description: Type.Optional(Type.Union([Description, Type.Null()])),
  },
  strict,
)
export type ChangedMeeting = Static<typeof ChangedMeeting>

/** The replies of an attendee: the participation status of RFC 5545, 3.2.12. */
export const Reply = Type.Enum(['needs_action', 'accepted', 'declined', 'tentative'])
export type Reply = Static<typeof Reply>

/** `told`: false where the last mail to them about the meeting could not be delivered. */
export const Attendee = Type.Object({
  email: Type.String(),
  /** As the person is called now; null where nobody is registered under the e-mail, or without a name. */
  name: Type.Union([Type.String(), Type.Null()]),
  optional: Type.Boolean(),
  reply: Reply,
  told: Type.Boolean(),
})
export type Attendee = Static<typeof Attendee>

/**
 * `start` and `end` are RFC 3339 in UTC; `timezone` is where the meeting was planned. The organizer is not among the attendees;
 * those who must come are before those who may.
 */
export const Meeting = Type.Object({
  id: Type.String(),
  organizer: Type.String(),
  attendees: Type.Array(Attendee),
  title: Type.String(),
  description: Type.Union([Type.String(), Type.Null()]),
  location: Type.Union([Type.String(), Type.Null()]),
  start: Type.String(),
  end: Type.String(),
  timezone: Type.String(),
  status: Type.Enum(['confirmed', 'cancelled']),
  /** RFC 5546: rises with every change that the people are told of. */
  sequence: Type.Integer(),
  /** Rises with every change, replies too; the ETag is made of it. */
  version: Type.Integer(),
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type Meeting = Static<typeof Meeting>

export const MeetingId = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  title: 'the id of a meeting',
})
