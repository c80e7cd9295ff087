import type { Answer, claimMail, finishMail, Input, MailKind, Meeting } from '@w2meet/contract'
import { type Database, type Outbox, onDatabase } from '@w2meet/postgres'
import { type Kysely, sql } from 'kysely'
import { MAIL_JOB } from './mail-job.ts'
import type { MailTables } from './tables.ts'
import { CLAIM_MS, isNext } from './turns.ts'

/** The least time until another job of a mail: replicas whose clocks differ could otherwise publish one after the other. */
const SOON_MS = 1_000

type Claim = Answer<typeof claimMail>
type Outcome = Input<typeof finishMail>['body']['outcome']

/** The worker claims a mail before it sends it, and tells the outcome afterwards. */
export type Claims = {
  /** A worker told to wait is done with its job: the relay publishes another for the mail's turn, or the end of its claim. */
  claim(id: string, nowMs: number): Promise<Claim>
  finish(id: string, outcome: Outcome, nowMs: number): Promise<void>
}

type Claimed = { kind: MailKind; recipient: string; meeting: Meeting; name: string | null; timezone: string | null }

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type Dependencies = {
  database: Database
  outbox: Outbox
  /** The token by which this person can reply to this meeting. */
  replyTokenOf: (meetingId: string, email: string) => Promise<string>
  /** The meeting as it is; undefined where it is no more. */
  findMeeting: (id: string) => Promise<Meeting | undefined>
}

export function createClaims({ database, outbox, replyTokenOf, findMeeting }: Dependencies): Claims {
  const queries: Kysely<MailTables> = database.queries

  async function claimRow(id: string, now: Date): Promise<Claimed | undefined> {
    const lapsed = new Date(now.getTime() - CLAIM_MS)
    const { rows } = await sql<Claimed>`
      with claimed as (
        update mails set state = 'claimed', claimed_at = ${now}
        where id = ${id} and expires_at > ${now}
          and (state = 'written' or state = 'claimed' and claimed_at <= ${lapsed})
          and ${isNext(now)}
        returning kind, recipient, announcement_id)
      select claimed.kind, claimed.recipient, announcements.meeting, users.name, users.timezone
      from claimed
      join announcements on announcements.id = claimed.announcement_id
      left join users on users.email = claimed.recipient`.execute(queries)
    return rows[0]
  }

  /** When the relay is to publish another job of the mail; undefined where the mail is over. */
  async function nextTryMs(id: string, now: Date): Promise<number | undefined> {
    const found = await queries
      .selectFrom('mails')
      .select(['state', 'claimed_at'])
      .where('id', '=', id)
      .where('state', 'not in', ['sent', 'refused'])
      .where('expires_at', '>', now)
      .executeTakeFirst()
    if (found === undefined) return undefined
    const soonMs = now.getTime() + SOON_MS
    return found.state === 'claimed' ? Math.max(found.claimed_at!.getTime() + CLAIM_MS, soonMs) : soonMs
  }

  async function isOver(id: string): Promise<void> {
    await onDatabase(() => outbox.settle(queries, MAIL_JOB, [id]))
    await outbox.wake(MAIL_JOB)
  }

  return {
    async claim(id, nowMs) {
      if (!UUID.test(id)) return { state: 'sent' }
      const now = new Date(nowMs)
      const claimed = await onDatabase(() => claimRow(id, now))
      if (claimed === undefined) {
        const untilMs = await onDatabase(() => nextTryMs(id, now))
        if (untilMs === undefined) await isOver(id)
        else await outbox.postpone(MAIL_JOB, id, nowMs, untilMs)
        return { state: untilMs === undefined ? 'sent' : 'wait' }
      }
      const { kind, meeting: announced, recipient: email, name, timezone } = claimed
      const meeting = kind === 'reminder' ? ((await onDatabase(() => findMeeting(announced.id))) ?? announced) : announced
      const [reply_token] = await Promise.all([
        email === meeting.organizer ? null : onDatabase(() => replyTokenOf(meeting.id, email)),
        outbox.postpone(MAIL_JOB, id, nowMs, nowMs + CLAIM_MS),
      ])
      const recipient = { email, name, timezone: timezone ?? meeting.timezone }
      return { state: 'claimed', mail: { id, kind, meeting, recipient, reply_token } }
    },

    async finish(id, outcome, nowMs) {
      if (!UUID.test(id)) return
      if (outcome === 'released') {
        await onDatabase(() =>
          queries
            .updateTable('mails')
            .set({ state: 'written', claimed_at: null })
            .where('id', '=', id)
            .where('state', '=', 'claimed')
            .execute(),
        )
        // The queue retries the worker's job by itself; the relay publishes another only in case that one is lost.
        await outbox.postpone(MAIL_JOB, id, nowMs)
        return
      }
      await onDatabase(() =>
        queries
          .updateTable('mails')
          .set({ state: outcome, finished_at: new Date(nowMs) })
          .where('id', '=', id)
          .where('state', 'not in', ['sent', 'refused'])
          .execute(),
      )
      await isOver(id)
    },
  }
}
