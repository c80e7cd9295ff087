import type { ChangedMeeting, Meeting, Reply } from '@w2meet/contract'
import { type Database, inTransaction, type Keyed, type Occasion, onceFor, onDatabase } from '@w2meet/postgres'
import type { Kysely, Transaction } from 'kysely'
import type { Announce, AnnounceReply } from '../mails/announce.ts'
import { type BookingOutcome, createBook } from './book.ts'
import { createChange } from './change.ts'
import type { MeetingContent } from './content.ts'
import { found } from './hold.ts'
import { createReply } from './reply.ts'
import { findBusy, findMeeting, listMeetings } from './rows.ts'
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
  /** A person's meetings that are not cancelled and touch the period, earliest first; the first thousand. */
  list(email: string, period: MeetingPeriod): Promise<Meeting[]>
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
    list: (email, period) => onDatabase(() => listMeetings(queries, email, period)),
    busy: (emails, period) => onDatabase(() => findBusy(queries, emails, period)),
  }
}

const isBooked = (outcome: BookingOutcome) => 'meeting' in outcome
