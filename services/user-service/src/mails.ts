import type { Answer, claimMail, finishMail, Input, MailKind, Meeting } from '@w2meet/contract'
import { sql, type Transaction } from 'kysely'
import type { Announce, Remind } from './announce.ts'
import { type Database, onDatabase, type Tables } from './database.ts'
import { forget } from './forget.ts'
import { remind, writeMails } from './write-mails.ts'

/** How long a claim holds. Whoever sends must be done by then: afterwards another may claim, and send again. */
const CLAIM_MS = 60_000

type Claim = Answer<typeof claimMail>
type Outcome = Input<typeof finishMail>['body']['outcome']

/** The mails about meetings, as rows that commit with what they tell of. Whoever sends one claims it first. */
export type Mails = {
  /** See `write-mails.ts`. */
  announce: Announce
  /** See `write-mails.ts`. */
  remind: Remind
  claim(id: string, nowMs: number): Promise<Claim>
  finish(id: string, outcome: Outcome, nowMs: number): Promise<void>
  /** See `forget.ts`. */
  forget(transaction: Transaction<Tables>, email: string): Promise<number>
}

type Claimed = { kind: MailKind; recipient: string; meeting: Meeting; name: string | null; timezone: string | null }

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function createMails({
  database: { queries },
  reminderMinutes,
  replyTokenOf,
}: {
  database: Database
  /** How long before its start people are reminded of a meeting. */
  reminderMinutes: readonly number[]
  /** By which this person can reply to this meeting. */
  replyTokenOf: (meetingId: string, email: string) => Promise<string>
}): Mails {
  async function claimRow(id: string, now: Date): Promise<Claimed | undefined> {
    const lapsed = new Date(now.getTime() - CLAIM_MS)
    const { rows } = await sql<Claimed>`
      with claimed as (
        update mails set state = 'claimed', claimed_at = ${now}
        where id = ${id} and expires_at > ${now}
          and (state in ('written', 'published') or state = 'claimed' and claimed_at <= ${lapsed})
          and not exists (
            select from mails earlier
            where earlier.meeting_id = mails.meeting_id and earlier.recipient = mails.recipient
              and earlier.position < mails.position and earlier.state not in ('sent', 'refused') and earlier.due_at <= ${now}
              and (earlier.expires_at > ${now} or earlier.state = 'claimed' and earlier.claimed_at > ${lapsed}))
        returning kind, recipient, announcement_id)
      select claimed.kind, claimed.recipient, announcements.meeting, users.name, users.timezone
      from claimed
      join announcements on announcements.id = claimed.announcement_id
      left join users on users.email = claimed.recipient`.execute(queries)
    return rows[0]
  }

  async function isToBeSent(id: string, now: Date): Promise<boolean> {
    const found = await queries
      .selectFrom('mails')
      .select('id')
      .where('id', '=', id)
      .where('state', 'not in', ['sent', 'refused'])
      .where('expires_at', '>', now)
      .executeTakeFirst()
    return found !== undefined
  }

  return {
    announce: (transaction, announcement) => writeMails(transaction, announcement, reminderMinutes),
    remind,
    forget,

    claim: (id, nowMs) =>
      onDatabase(async () => {
        if (!UUID.test(id)) return { state: 'sent' }
        const now = new Date(nowMs)
        const claimed = await claimRow(id, now)
        if (claimed === undefined) return { state: (await isToBeSent(id, now)) ? 'wait' : 'sent' }
        const { kind, meeting, recipient: email, name, timezone } = claimed
        const reply_token = email === meeting.organizer ? null : await replyTokenOf(meeting.id, email)
        const recipient = { email, name, timezone: timezone ?? meeting.timezone }
        return { state: 'claimed', mail: { id, kind, meeting, recipient, reply_token } }
      }),

    finish: (id, outcome, nowMs) =>
      onDatabase(async () => {
        if (!UUID.test(id)) return
        if (outcome === 'released') {
          await queries
            .updateTable('mails')
            .set({ state: 'published', claimed_at: null })
            .where('id', '=', id)
            .where('state', '=', 'claimed')
            .execute()
          return
        }
        await queries
          .updateTable('mails')
          .set({ state: outcome, finished_at: new Date(nowMs), publish_at: null })
          .where('id', '=', id)
          .where('state', 'not in', ['sent', 'refused'])
          .execute()
      }),
  }
}
