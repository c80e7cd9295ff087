import type { Answer, claimMail, finishMail, Input, MailKind, Meeting } from '@w2meet/contract'
import { sql, type Transaction } from 'kysely'
import { type Database, onDatabase } from '../postgres/database.ts'
import type { Tables } from '../postgres/tables.ts'
import { wakeRelays } from '../postgres/wake-relays.ts'
import type { Announce, Remind } from './announce.ts'
import { forget } from './forget.ts'
import { againAt, CLAIM_MS, isNext } from './turns.ts'
import { remind, writeMails } from './write.ts'

/** Clocks of replicas differ: a mail that one takes for free and another not is not tried without end in between. */
const SOON_MS = 1_000

type Claim = Answer<typeof claimMail>
type Outcome = Input<typeof finishMail>['body']['outcome']

/** The mails about meetings, as rows that commit with what they tell of. Whoever sends one claims it first. */
export type Mails = {
  /** See `write.ts`. */
  announce: Announce
  /** See `write.ts`. */
  remind: Remind
  /** Whoever is to wait need not ask again: a job of the mail is published when its turn has come, or the claim has run out. */
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
    const [lapsed, lapses] = [new Date(now.getTime() - CLAIM_MS), new Date(now.getTime() + CLAIM_MS)]
    const { rows } = await sql<Claimed>`
      with claimed as (
        update mails set state = 'claimed', claimed_at = ${now}, publish_at = ${lapses}
        where id = ${id} and expires_at > ${now}
          and (state in ('written', 'published') or state = 'claimed' and claimed_at <= ${lapsed})
          and ${isNext(now)}
        returning kind, recipient, announcement_id)
      select claimed.kind, claimed.recipient, announcements.meeting, users.name, users.timezone
      from claimed
      join announcements on announcements.id = claimed.announcement_id
      left join users on users.email = claimed.recipient`.execute(queries)
    return rows[0]
  }

  /** Has the mail published again; false where it is not to be sent any more. */
  async function postpone(id: string, now: Date): Promise<boolean> {
    const soon = sql`${new Date(now.getTime() + SOON_MS)}::timestamptz`
    const claimEnds = sql`claimed_at + ${CLAIM_MS} * interval '1 millisecond'`
    const found = await queries
      .updateTable('mails')
      .set({ publish_at: sql`case state when 'claimed' then greatest(${claimEnds}, ${soon}) else ${soon} end` })
      .where('id', '=', id)
      .where('state', 'not in', ['sent', 'refused'])
      .where('expires_at', '>', now)
      .returning(wakeRelays.as('notified'))
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
        if (claimed === undefined) return { state: (await postpone(id, now)) ? 'wait' : 'sent' }
        const { kind, meeting, recipient: email, name, timezone } = claimed
        const reply_token = email === meeting.organizer ? null : await replyTokenOf(meeting.id, email)
        const recipient = { email, name, timezone: timezone ?? meeting.timezone }
        return { state: 'claimed', mail: { id, kind, meeting, recipient, reply_token } }
      }),

    finish: (id, outcome, nowMs) =>
      onDatabase(async () => {
        if (!UUID.test(id)) return
        const now = new Date(nowMs)
        if (outcome === 'released') {
          await queries
            .updateTable('mails')
            .set({ state: 'published', claimed_at: null, publish_at: againAt(now) })
            .where('id', '=', id)
            .where('state', '=', 'claimed')
            .execute()
          return
        }
        const finished = await queries
          .updateTable('mails')
          .set({ state: outcome, finished_at: now, publish_at: null })
          .where('id', '=', id)
          .where('state', 'not in', ['sent', 'refused'])
          .returning(['meeting_id', 'recipient'])
          .executeTakeFirst()
        if (finished === undefined) return
        // Once that is committed: of the relay and us, whoever looks later sees both what waits and that its turn has come.
        await queries
          .selectFrom('mails')
          .select(wakeRelays.as('notified'))
          .where('meeting_id', '=', finished.meeting_id)
          .where('recipient', '=', finished.recipient)
          .where('publish_at', '<=', now)
          .where('expires_at', '>', now)
          .limit(1)
          .execute()
      }),
  }
}
