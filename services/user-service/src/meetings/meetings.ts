import { type ChangedMeeting, MAX_PAGE, type Meeting, type Reply } from '@w2meet/contract'
import type { FeedEntry } from '@w2meet/icalendar'
import { type Database, inTransaction, type Keyed, type Occasion, onceFor, onDatabase } from '@w2meet/postgres'
import type { Kysely, Transaction } from 'kysely'
import type { Announce, AnnounceReply } from '../mails/announce.ts'
import { type BookingOutcome, createBook } from './book.ts'
import { createChange } from './change.ts'
import type { MeetingContent } from './content.ts'
import { found } from './hold.ts'
import { createReply } from './reply.ts'
import { findBusy, findMeeting, listFeed, listMeetings, type MeetingPosition, type Page } from './rows.ts'
import type { MeetingTables } from './tables.ts'
import type { MeetingPeriod } from './times.ts'

/**
 * Meetings in PostgreSQL. Each change of one is a transaction that holds the meeting's row first, then locks the people
 * concerned in one order, and then waits for nobody who could wait for it. What only frees time locks nobody, and waits
 * for nothing once it has begun.
 */
export type Meetings = {
  /** With a key, books once, however often a client repeats the request. */
  book(content: MeetingContent, occasion: Occasion, keyed?: Keyed): Promise<{ answer: BookingOutcome; replayed: boolean }>
  /** See `book.ts`. */
  bookFirst(id: string, contents: readonly MeetingContent[], occasion: Occasion): Promise<Meeting | undefined>
  /** This and those below throw `meeting_not_found`. */
  get(id: string): Promise<Meeting>
  /** See `change.ts`. */
  change(id: string, body: ChangedMeeting, occasion: Occasion, ifMatch?: string): Promise<Meeting>
  /** See `change.ts`. */
  cancel(id: string, occasion: Occasion, ifMatch?: string): Promise<void>
  /** See `reply.ts`. */
  reply(id: string, answer: { token: string; status: Reply }, occasion: Occasion): Promise<Meeting>
  /** A page of a person's meetings that are not cancelled and touch the period; see `listMeetings`. */
  list(email: string, period: MeetingPeriod, page: Page): Promise<{ meetings: Meeting[]; next: MeetingPosition | undefined }>
  /** All of a person's meetings that are neither cancelled nor declined and touch the period, in the order of lists. */
  feed(email: string, period: MeetingPeriod): Promise<FeedEntry[]>
  /** When meetings that touch the period take these people's time; see `findBusy`. */
  busy(emails: readonly string[], period: MeetingPeriod): Promise<Map<string, [number, number][]>>
}

type Dependencies = { database: Database; announce: Announce; announceReply: AnnounceReply }

export function createMeetings({ database, announce, announceReply }: Dependencies): Meetings {
  const queries: Kysely<MeetingTables> = database.queries
  const { book, bookFirst } = createBook({ announce })
  const { change, cancel } = createChange({ announce })
  const reply = createReply({ announceReply })
  const changing = <T>(work: (transaction: Transaction<MeetingTables>) => Promise<T>) => inTransaction(database, work)

  return {
    book: (content, occasion, keyed) =>
      changing((transaction) =>
        onceFor(transaction, keyed, occasion.nowMs, () => book(transaction, content, occasion), isBooked),
      ),
    bookFirst: (id, contents, occasion) => changing((transaction) => bookFirst(transaction, id, contents, occasion)),
    get: (id) => onDatabase(async () => found(id, await findMeeting(queries, id))),
    change: (id, body, occasion, ifMatch) => changing((transaction) => change(transaction, id, body, occasion, ifMatch)),
    cancel: (id, occasion, ifMatch) => changing((transaction) => cancel(transaction, id, occasion, ifMatch)),
    reply: (id, answer, occasion) => changing((transaction) => reply(transaction, id, answer, occasion)),
    async list(email, period, { limit, after }) {
      const meetings = await onDatabase(() => listMeetings(queries, email, period, { limit: limit + 1, after }))
      const more = meetings.length > limit
      if (more) meetings.pop()
      return { meetings, next: more ? positionIn(meetings.at(-1)!) : undefined }
    },
    async feed(email, period) {
      const entries: FeedEntry[] = []
      for (let after: MeetingPosition | undefined; ; after = positionIn(entries.at(-1)!)) {
        const page = await onDatabase(() => listFeed(queries, email, period, { limit: MAX_PAGE, after }))
        entries.push(...page)
        if (page.length < MAX_PAGE) return entries
      }
    },
    busy: (emails, period) => onDatabase(() => findBusy(queries, emails, period)),
  }
}

const positionIn = ({ start, id }: Pick<Meeting, 'start' | 'id'>): MeetingPosition => [Date.parse(start), id]
const isBooked = (outcome: BookingOutcome) => 'meeting' in outcome
