import type { Answer, claimMail, Mail, Meeting } from '@w2meet/contract'
import { createDueJobs, createOutbox } from '@w2meet/postgres'
import { createMemoryCache, createUserService } from '../../src/app.ts'
import { MAIL_JOB } from '../../src/mails/mail-job.ts'
import { readReplySecret, replyTokenOf } from '../../src/meetings/reply-tokens.ts'
import { meetingsApi } from '../support/meetings-api.ts'
import { type OpenUserService, silent } from '../support/open-user-service.ts'
import { type ModelMeeting, mailKey, mailText } from './oracle.ts'

const TABLES = ['meetings', 'attendances', 'announcements', 'mails', 'outbox', 'erasures', 'users', 'idempotency_keys']
const FIRST_TURN = String(-(2n ** 63n))
const MINUTE_MS = 60_000

/** The service over the database of another, emptied, with a clock that the model sets and a worker that sends each mail when it is due. */
export async function openRealMeetings({ database }: Pick<OpenUserService, 'database'>, startMs: number) {
  await database.pool.query(`truncate ${TABLES.join(', ')} cascade`)
  const clock = { ms: startMs, nowMs: () => clock.ms }
  const cache = createMemoryCache({ ttlMs: 60_000 })
  const app = createUserService({ database, cache, reminderMinutes: [1440, 60], clock, log: silent })
  await app.ready()
  const secret = await readReplySecret(database.queries)
  const api = meetingsApi(() => ({ app }))
  const [dueJobs, outbox] = [createDueJobs(database), createOutbox(database)]
  const post = async (url: string, payload?: object) => app.inject({ method: 'POST', url, ...(payload && { payload }) })

  async function send(id: string): Promise<Mail | undefined> {
    const claim: Answer<typeof claimMail> = (await post(`/internal/mails/${id}/claim`)).json()
    if (claim.state !== 'claimed') return undefined
    await post(`/internal/mails/${id}/finish`, { outcome: 'sent' })
    return claim.mail
  }

  return {
    app,
    ...api,
    replyAs: (id: string, email: string, status: string) => api.reply(id, replyTokenOf(secret, id, email), status),

    /** Lets time pass, and sends what comes due; returns what was sent, as the oracle does. */
    async pass(minutes: number): Promise<Map<string, string[]>> {
      const untilMs = clock.ms + minutes * MINUTE_MS
      const sent: Mail[] = []
      for (;;) {
        const { nextMs = Infinity } = await dueJobs.look(clock.ms)
        const { jobs } = await dueJobs.take(MAIL_JOB, clock.ms, 10_000, FIRST_TURN)
        for (const { reference } of jobs) {
          const mail = await send(reference)
          if (mail !== undefined) sent.push(mail)
        }
        if (jobs.length > 0) continue
        clock.ms = Math.min(nextMs, untilMs)
        if (nextMs > untilMs) break
        await outbox.wake(MAIL_JOB)
      }
      const by = Map.groupBy(sent, ({ kind, meeting, recipient }) => mailKey(kind, meeting.id, recipient.email))
      return new Map([...by].map(([to, mails]) => [to, mails.map(textOf)]))
    },

    /** As `feedOf` of the oracle. */
    async feed(email: string): Promise<string[]> {
      const { body } = await app.inject({ method: 'GET', url: `/users/${email}/calendar.ics` })
      const events = body.replaceAll('\r\n ', '').split('BEGIN:VEVENT').slice(1)
      const propertyOf = (event: string, name: string) => new RegExp(`^${name}:(.*)\r$`, 'm').exec(event)?.[1]
      return events
        .map(
          (event) =>
            `${propertyOf(event, 'UID')!.replace('@w2meet', '')} ${propertyOf(event, 'SEQUENCE')} ${propertyOf(event, 'STATUS')}`,
        )
        .toSorted()
    },
  }
}

const textOf = ({ kind, meeting, replied }: Mail) => mailText(kind, modelOf(meeting), replied)

/** A meeting as the API has it, in the words of the oracle. */
export function modelOf({ start, end, attendees, ...meeting }: Meeting): ModelMeeting {
  const people = attendees.map(({ email, optional, reply }) => ({ email, optional, reply, holds: false }))
  return { ...meeting, people, startMs: Date.parse(start), endMs: Date.parse(end) }
}
