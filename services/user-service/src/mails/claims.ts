import type { Answer, claimMail, MailOutcome } from '@w2meet/contract'
import { type Database, type Outbox, onDatabase } from '@w2meet/postgres'
import { type Kysely, sql } from 'kysely'
import { type ClaimedRow, createReadMail, type MailReaders } from './claimed-mail.ts'
import { MAIL_JOB } from './mail-job.ts'
import type { MailTables } from './tables.ts'
import { CLAIM_MS, isLatest, isNext } from './turns.ts'

/** The least time until another job of a mail: replicas whose clocks differ could otherwise publish one after the other. */
const SOON_MS = 1_000

type Claim = Answer<typeof claimMail>
type Mark = (at: Kysely<MailTables>) => Promise<boolean>
export type NoteTold = (meetingId: string, email: string, told: boolean, nowMs: number, mark: Mark) => Promise<void>

/** The worker claims a mail before it sends it, and tells the outcome afterwards. */
export type Claims = {
  /** A worker told to wait is done with its job: the relay publishes another for the mail's turn, or the end of its claim. */
  claim(id: string, nowMs: number): Promise<Claim>
  finish(id: string, outcome: MailOutcome, nowMs: number): Promise<void>
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type Dependencies = MailReaders & {
  database: Database
  outbox: Outbox
  /** Marks a mail and, where it was still to be marked, notes in its meeting whether it reached this person. */
  noteTold: NoteTold
}

export function createClaims({ database, outbox, noteTold, ...readers }: Dependencies): Claims {
  const readMail = createReadMail(readers)
  const queries: Kysely<MailTables> = database.queries

  async function claimRow(id: string, now: Date): Promise<ClaimedRow | undefined> {
    const lapsed = new Date(now.getTime() - CLAIM_MS)
    const { rows } = await sql<ClaimedRow>`
      with claimed as (
        update mails set state = 'claimed', claimed_at = ${now}
        where id = ${id} and expires_at > ${now}
          and (state in ('written', 'refused') or state = 'claimed' and claimed_at <= ${lapsed})
          and (state <> 'refused' or ${isLatest})
          and ${isNext(now)}
        returning kind, recipient, replies, announcement_id)
      select claimed.kind, claimed.recipient, claimed.replies, announcements.meeting, users.name, users.timezone
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

  /** Ends a mail that has nothing to tell any more. */
  async function withdraw(id: string, now: Date): Promise<Claim> {
    await onDatabase(() =>
      queries.updateTable('mails').set({ state: 'written', claimed_at: null, expires_at: now }).where('id', '=', id).execute(),
    )
    await isOver(id)
    return { state: 'sent' }
  }

  /** Marks a mail with its outcome, and says nothing of one that was marked already: a worker may tell twice, or late. */
  async function note(id: string, outcome: MailOutcome, nowMs: number): Promise<void> {
    const isBack = outcome === 'released' || outcome === 'held'
    const mark: Mark = async (at) => {
      const { numUpdatedRows } = await at
        .updateTable('mails')
        .set(isBack ? { state: 'written', claimed_at: null } : { state: outcome, finished_at: new Date(nowMs) })
        .where('id', '=', id)
        .where((row) => (isBack ? row('state', '=', 'claimed') : row('state', 'not in', ['sent', 'refused'])))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    }
    if (outcome === 'released') return void (await onDatabase(() => mark(queries)))
    const found = queries.selectFrom('mails').select(['meeting_id', 'recipient']).where('id', '=', id)
    const mail = await onDatabase(() => found.executeTakeFirst())
    if (mail !== undefined) await noteTold(mail.meeting_id, mail.recipient, outcome === 'sent', nowMs, mark)
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
      const [mail] = await Promise.all([readMail(id, claimed), outbox.postpone(MAIL_JOB, id, nowMs, nowMs + CLAIM_MS)])
      return mail === undefined ? withdraw(id, now) : { state: 'claimed', mail }
    },

    async finish(id, outcome, nowMs) {
      if (!UUID.test(id)) return
      await note(id, outcome, nowMs)
      // The queue retries the worker's job by itself; the relay publishes another only in case that one is lost.
      if (outcome === 'released' || outcome === 'held') await outbox.postpone(MAIL_JOB, id, nowMs)
      else await isOver(id)
    },
  }
}
