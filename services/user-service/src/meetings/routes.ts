import { canonicalEmail, DEFAULT_PAGE, type Meeting, MeetingId, type meetingOperations } from '@w2meet/contract'
import { keyedBy } from '@w2meet/postgres'
import { END_MS, FIRST_MS, instantText } from '@w2meet/scheduling'
import {
  type AnswerHead,
  type Clock,
  cursorOf,
  type Handlers,
  linkToNext,
  matchesTag,
  positionOf,
  versionTag,
} from '@w2meet/service-kit'
import Type from 'typebox'
import { bookedContent, everybody } from './content.ts'
import { createFeedHandlers } from './feeds.ts'
import { listedPeriod } from './listed-period.ts'
import type { Meetings } from './meetings.ts'
import { timeTaken } from './time-taken.ts'

type Dependencies = {
  meetings: Meetings
  /** Finds the organizer's zone, for a meeting that names none. */
  zoneOf: (email: string) => Promise<string>
  /** Where people reach the page. */
  publicUrl?: string | undefined
  clock: Clock
}

export function createMeetingHandlers({ meetings, zoneOf, publicUrl, clock }: Dependencies): Handlers<typeof meetingOperations> {
  return {
    async createMeeting({ body, headers }, { caseId, caller }, head) {
      const content = bookedContent(body, body.timezone ?? (await zoneOf(body.organizer)))
      const keyed = keyedBy({ headers, body }, caller, everybody(content))
      const { answer, replayed } = await meetings.book(content, { caseId, nowMs: clock.nowMs() }, keyed)
      if ('busyEmails' in answer) throw timeTaken(answer.busyEmails, body, ['body', 'start'])
      if (replayed) head.header('idempotent-replayed', 'true')
      // Relative, so that it is right on every way in; on this one the list is beside it.
      head.header('location', `meetings/${answer.meeting.id}`)
      return tagged(answer.meeting, head)
    },

    async bookFirstFree({ body: { id, starts, ...same } }, { caseId }) {
      const timezone = await zoneOf(same.organizer)
      const contents = starts.map((start) => bookedContent({ ...same, start }, timezone))
      return { meeting: (await meetings.bookFirst(id, contents, { caseId, nowMs: clock.nowMs() })) ?? null }
    },

    async getMeeting({ params, headers }, _, head) {
      const meeting = tagged(await meetings.get(params.id), head)
      if (matchesTag(headers?.['if-none-match'], versionTag(meeting))) head.code(304)
      return meeting
    },

    async listMeetings({ query }, { caseId }, head) {
      const { user, limit = DEFAULT_PAGE, cursor } = query
      const period = listedPeriod(query, clock.nowMs())
      const page = await meetings.list(canonicalEmail(user), period, { limit, after: positionOf(cursor, Position) })
      const next = page.next === undefined ? null : cursorOf(page.next)
      if (next !== null) {
        const [from, to] = [instantText(period.startMs), instantText(period.endMs)]
        head.header('link', linkToNext({ user, from, to, limit: query.limit }, next))
      }
      return { case_id: caseId, meetings: page.meetings, next }
    },

    // Reads the database, never the cache, so that a question after a booking sees the booking.
    async getBookedTimes({ body: { emails, from, to } }) {
      const busy = await meetings.busy(emails, { startMs: cutOff(from), endMs: cutOff(to) })
      return { booked: [...busy].map(([email, periods]) => ({ email, periods })) }
    },

    async changeMeeting({ params, body, headers }, { caseId }, reply) {
      const occasion = { caseId, nowMs: clock.nowMs() }
      return tagged(await meetings.change(params.id, body, occasion, headers['if-match']), reply)
    },

    async cancelMeeting({ params, headers }, { caseId }) {
      await meetings.cancel(params.id, { caseId, nowMs: clock.nowMs() }, headers['if-match'])
    },

    async replyToMeeting({ params, body }, { caseId }, reply) {
      return tagged(await meetings.reply(params.id, body, { caseId, nowMs: clock.nowMs() }), reply)
    },

    ...createFeedHandlers({ meetings, publicUrl, clock }),
  }
}

const Position = Type.Tuple([Type.Integer({ minimum: FIRST_MS, maximum: END_MS }), MeetingId])

/** Cuts a time off at the bounds between which meetings can be, so that a question may name any time. */
const cutOff = (epochMs: number) => Math.min(Math.max(epochMs, FIRST_MS), END_MS)

/** With its ETag: asked for again each time, and not kept for others. */
function tagged(meeting: Meeting, head: AnswerHead): Meeting {
  head.header('etag', versionTag(meeting))
  head.header('cache-control', 'private, no-cache')
  return meeting
}
