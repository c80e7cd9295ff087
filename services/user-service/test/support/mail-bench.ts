import { randomUUID } from 'node:crypto'
import type { MailOutcome, Meeting, Reply } from '@w2meet/contract'
import { type AnyTransaction, createDueJobs, createOutbox, type Database, inTransaction, type PublishJob } from '@w2meet/postgres'
import { createLog } from '@w2meet/service-kit'
import type { Kysely } from 'kysely'
import { expect, onTestFinished } from 'vitest'
import { attendee } from '../../../../tests/support/attendee.ts'
import { openOutboxRelay } from '../../src/app.ts'
import type { Announcement } from '../../src/mails/announce.ts'
import { createClaims } from '../../src/mails/claims.ts'
import { MAIL_JOB } from '../../src/mails/mail-job.ts'
import { createAnnounceReply } from '../../src/mails/replies.ts'
import type { MailTables } from '../../src/mails/tables.ts'
import { createAnnounce } from '../../src/mails/write.ts'
import type { OpenUserService } from './open-user-service.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
const REMINDER_MINUTES = [1440, 60]
export const NOON_MS = Date.parse('2026-12-01T12:00:00Z')

/** A meeting in two days, of an hour. */
export function meetingAt(startMs = NOON_MS + 48 * HOUR_MS, changes: Partial<Meeting> = {}): Meeting {
  const at = (ms: number) => new Date(ms).toISOString()
  return {
    id: randomUUID(),
    organizer: 'olga@example.com',
    attendees: [attendee('ada@example.com'), attendee('bob@example.com')],
    title: 'Plans',
    description: null,
    location: null,
    start: at(startMs),
    end: at(startMs + HOUR_MS),
    timezone: 'Europe/Paris',
    status: 'confirmed',
    sequence: 0,
    version: 0,
    created_at: at(NOON_MS),
    updated_at: at(NOON_MS),
    ...changes,
  }
}

export const rescheduled = (meeting: Meeting, startMs: number): Meeting => ({
  ...meetingAt(startMs, meeting),
  start: new Date(startMs).toISOString(),
  end: new Date(startMs + HOUR_MS).toISOString(),
  sequence: meeting.sequence + 1,
})
export const cancelled = (meeting: Meeting): Meeting => ({ ...meeting, status: 'cancelled', sequence: meeting.sequence + 1 })
/** The meeting as it is after a reply. */
export const replied = (meeting: Meeting, email: string, reply: Reply): Meeting => ({
  ...meeting,
  attendees: meeting.attendees.map((attendee) => (attendee.email === email ? { ...attendee, reply } : attendee)),
  version: meeting.version + 1,
})
const peopleOf = ({ organizer, attendees }: Meeting) => [organizer, ...attendees.map(({ email }) => email)]

type PublishedJob = Parameters<PublishJob>[1]
/** More than any test has waiting. */
const PLACES = 10_000
const FIRST_TURN = String(-(2n ** 63n))

/** Mails over a database that is emptied of others, a clock that a test sets, and a queue that writes down what it gets. */
export async function openMailBench({ database, listen }: Pick<OpenUserService, 'database' | 'listen'>) {
  await database.pool.query('truncate announcements, erasures, outbox cascade')
  const outbox = createOutbox(database)
  const dueJobs = createDueJobs(database)
  /** Meetings that were changed after they were announced. */
  const changed = new Map<string, Meeting>()
  /** Meeting, recipient and whether they were told, of each mail that was finished. */
  const toldNoted: unknown[][] = []
  const queries: Kysely<MailTables> = database.queries
  const claims = createClaims({
    database,
    outbox,
    replyTokenOf: async (meetingId, email) => `token of ${email} for ${meetingId}`,
    findMeeting: async (id) => changed.get(id),
    noteTold: async (meetingId, email, told, _, mark) => {
      if (await mark(queries)) toldNoted.push([meetingId, email, told])
    },
  })
  const writeAnnouncement = createAnnounce({ outbox, reminderMinutes: REMINDER_MINUTES })
  const writeReply = createAnnounceReply({ outbox, reminderMinutes: REMINDER_MINUTES })
  const clock = { ms: NOON_MS, nowMs: () => clock.ms }
  const published: PublishedJob[] = []
  const troubles: string[] = []
  const log = createLog('warn', { write: (line: string) => void troubles.push(line) })
  const kinds: string[] = []
  const publish: PublishJob = async (kind, job) => {
    kinds.push(kind)
    published.push(job)
  }
  /** The references of the jobs of a kind that were published, in that order. */
  const publishedOf = (kind: string) => publishedIds().filter((_, index) => kinds[index] === kind)
  /** Of the mails whose jobs were published, in that order. */
  const publishedIds = () => published.map(({ body }) => body.reference)

  /** Tells all who take part, unless told otherwise. */
  async function announce(kind: Announcement['kind'], meeting: Meeting, recipients = peopleOf(meeting)): Promise<void> {
    await inTransaction(database, (transaction: AnyTransaction) => announceIn(transaction, kind, meeting, recipients))
  }
  function announceIn(at: AnyTransaction, kind: Announcement['kind'], meeting: Meeting, recipients: readonly string[]) {
    return writeAnnouncement(at, { kind, meeting, recipients, caseId: `case-${meeting.sequence}`, nowMs: clock.nowMs() })
  }

  /** A relay until the end of the test, woken by commits. */
  async function startRelay(instead: { database?: Database; publish?: PublishJob } = {}) {
    const relay = await openOutboxRelay({ database, publish, listen, clock, log, ...instead })
    onTestFinished(() => relay.close())
    return relay
  }

  /** The mails whose jobs a relay would publish now. */
  async function take(nowMs = clock.nowMs(), places = PLACES): Promise<string[]> {
    await dueJobs.look(nowMs)
    const { jobs } = await dueJobs.take(MAIL_JOB, nowMs, places, FIRST_TURN)
    return jobs.map(({ reference }) => reference)
  }

  const rows = () => queries.selectFrom('mails').selectAll().orderBy('position').execute()
  const jobs = () => database.queries.selectFrom('outbox').selectAll().orderBy('position').execute()
  async function idOf(kind: string, recipient: string, minutesBefore = 0): Promise<string> {
    const all = await rows()
    const found = all.findLast((row) => row.kind === kind && row.recipient === recipient && row.minutes_before === minutesBefore)
    return found!.id
  }

  return {
    database,
    changed,
    outbox,
    dueJobs,
    announceReply: (meeting: Meeting, email: string, reply: Reply) =>
      inTransaction(database, (transaction: AnyTransaction) =>
        writeReply(transaction, { meeting, email, reply, caseId: `case-${reply}`, nowMs: clock.nowMs() }),
      ),
    clock,
    published,
    publishedIds,
    /** What the relays complained of. */
    troubles,
    publish,
    publishedOf,
    announce,
    announceIn,
    startRelay,
    take,
    notePublished: (ids: readonly string[], takenMs: number) => dueJobs.notePublished(MAIL_JOB, ids, takenMs),
    giveBack: (ids: readonly string[], takenMs: number) => dueJobs.giveBack(MAIL_JOB, ids, takenMs),
    rows,
    /** The rows of the outbox. */
    jobs,
    idOf,
    claim: (id: string) => claims.claim(id, clock.nowMs()),
    toldNoted,
    finish: (id: string, outcome: MailOutcome) => claims.finish(id, outcome, clock.nowMs()),
    publishes: (count: number) => expect.poll(() => published.length, { timeout: 10_000, interval: 5 }).toBe(count),
    /** Into a queue whose worker sends at once. */
    sending: (async (_, job) => {
      published.push(job)
      await claims.finish(job.body.reference, 'sent', clock.nowMs())
    }) satisfies PublishJob,
    /** Kind, recipient and sequence of what was published, in that order. */
    async told() {
      const byId = new Map((await rows()).map((row) => [row.id, row]))
      return publishedIds().map((id) => {
        const { kind, recipient, sequence } = byId.get(id)!
        return `${kind} ${recipient} ${sequence}`
      })
    },
  }
}

export type MailBench = Awaited<ReturnType<typeof openMailBench>>
