import { canonicalEmail, type getMeetingCalendar, type getUserCalendar } from '@w2meet/contract'
import { fileOf, writeFeed } from '@w2meet/icalendar'
import { END_MS } from '@w2meet/scheduling'
import { type AnswerHead, type Clock, etagOf, type Handlers, inTurns, matchesTag } from '@w2meet/service-kit'
import type { Meetings } from './meetings.ts'

const FEED_PAST_MS = 365 * 24 * 3_600_000

type FeedOperations = readonly [typeof getMeetingCalendar, typeof getUserCalendar]
type Dependencies = {
  meetings: Pick<Meetings, 'get' | 'feed'>
  /** Where people reach the page; feeds lead there. */
  publicUrl?: string | undefined
  clock: Clock
}

/**
 * Meetings as files and feeds. A client that has the text already, by its ETag, gets 304. Last-Modified does not decide: it
 * counts seconds, and goes back when the meeting that was changed last leaves a feed, so it could hide a change.
 */
export function createFeedHandlers({ meetings, publicUrl, clock }: Dependencies): Handlers<FeedOperations> {
  return {
    async getMeetingCalendar({ params: { id }, headers }, _, reply) {
      const meeting = await meetings.get(id)
      reply.header('last-modified', new Date(meeting.updated_at).toUTCString())
      reply.header('content-disposition', `attachment; filename="${meeting.id}.ics"`)
      return unlessKnown(fileOf(meeting), headers, reply)
    },

    async getUserCalendar({ params, headers }, _, reply) {
      const email = canonicalEmail(params.email)
      const entries = await meetings.feed(email, { startMs: clock.nowMs() - FEED_PAST_MS, endMs: END_MS })
      return unlessKnown(await inTurns(writeFeed(entries, email, publicUrl)), headers, reply)
    },
  }
}

/** Weak, because two texts with the same ETag are as good as each other, not the same octets on the wire. */
function unlessKnown(text: string, headers: { 'if-none-match'?: string } | undefined, reply: AnswerHead): string {
  const etag = etagOf(text)
  reply.header('etag', `W/${etag}`)
  // A client's own cache asks again each time; a shared one keeps nothing.
  reply.header('cache-control', 'private, no-cache')
  if (!matchesTag(headers?.['if-none-match'], etag)) return text
  reply.code(304)
  return ''
}
