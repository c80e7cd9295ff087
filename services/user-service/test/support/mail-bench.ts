import { randomUUID } from 'node:crypto'
import type { Meeting, ReferenceJob } from '@w2meet/contract'
import type { Job } from '@w2meet/job-queue'
import { createLog } from '@w2meet/service-kit'
import { expect, onTestFinished } from 'vitest'
import { type Publish, startOutboxRelay } from '../../src/app.ts'
import type { Announcement } from '../../src/mails/announce.ts'
import { createMails } from '../../src/mails/mails.ts'
import type { Database } from '../../src/postgres/database.ts'
import { RELAY_CHANNEL } from '../../src/postgres/wake-relays.ts'
import type { OpenUserService } from './open-user-service.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const NOON_MS = Date.parse('2026-12-01T12:00:00Z')

/** A meeting in two days, of an hour. */
export function meetingAt(startMs = NOON_MS + 48 * HOUR_MS, changes: Partial<Meeting> = {}): Meeting {
  const at = (ms: number) => new Date(ms).toISOString()
  return {
    id: randomUUID(),
    organizer: 'olga@example.com',
    attendees: [
      { email: 'ada@example.com', reply: 'needs_action' },
      { email: 'bob@example.com', reply: 'needs_action' },
    ],
    title: 'Plans',
    description: null,
    location: null,
    start: at(startMs),
    end: at(startMs + HOUR_MS),
    timezone: 'Europe/Paris',
    status: 'confirmed',
    sequence: 0,
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
const peopleOf = ({ organizer, attendees }: Meeting) => [organizer, ...attendees.map(({ email }) => email)]

/** Mails over a database that is emptied of others, a clock that a test sets, and queues that write down what they get. */
export async function openMailBench({ database, listen }: Pick<OpenUserService, 'database' | 'listen'>) {
  await database.pool.query('truncate announcements, erasures cascade')
  const mails = createMails({
    database,
    reminderMinutes: [1440, 60],
    replyTokenOf: async (meetingId, email) => `token of ${email} for ${meetingId}`,
  })
  const clock = { ms: NOON_MS, nowMs: () => clock.ms }
  const published: Job[] = []
  const troubles: string[] = []
  const log = createLog('warn', { write: (line: string) => void troubles.push(line) })
  const publish: Publish = async (_, job) => void published.push(job)
  /** Of the mails whose jobs were published, in that order. */
  const publishedIds = () => published.map(({ body }) => (body as ReferenceJob).reference)

  /** Tells all who take part, unless told otherwise. */
  async function announce(kind: Announcement['kind'], meeting: Meeting, recipients = peopleOf(meeting)): Promise<void> {
    const announcement = { kind, meeting, recipients, caseId: `case-${meeting.sequence}`, nowMs: clock.nowMs() }
    await database.queries.transaction().execute((transaction) => mails.announce(transaction, announcement))
  }

  /** A relay until the end of the test, woken by commits. */
  async function startRelay(instead: { database?: Database; publish?: Publish } = {}) {
    const relay = startOutboxRelay({ database, publish, clock, log, ...instead })
    onTestFinished(() => relay.close())
    await listen(RELAY_CHANNEL, relay.wake)
    return relay
  }

  const rows = () => database.queries.selectFrom('mails').selectAll().orderBy('position').execute()
  async function idOf(kind: string, recipient: string, minutesBefore = 0): Promise<string> {
    const all = await rows()
    const found = all.findLast((row) => row.kind === kind && row.recipient === recipient && row.minutes_before === minutesBefore)
    return found!.id
  }

  return {
    database,
    mails,
    clock,
    published,
    publishedIds,
    /** What the relays complained of. */
    troubles,
    publish,
    announce,
    startRelay,
    rows,
    idOf,
    claim: (id: string) => mails.claim(id, clock.nowMs()),
    finish: (id: string, outcome: 'sent' | 'refused' | 'released') => mails.finish(id, outcome, clock.nowMs()),
    publishes: (count: number) => expect.poll(() => published.length, { timeout: 10_000, interval: 5 }).toBe(count),
    /** To a worker that sends at once. */
    sending: (async (_, job) => {
      published.push(job)
      const { reference } = job.body as ReferenceJob
      await mails.finish(reference, 'sent', clock.nowMs())
    }) satisfies Publish,
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
