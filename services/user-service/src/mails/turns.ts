import { type RawBuilder, sql } from 'kysely'

/** How long a claim holds. The worker must have sent the mail by then: afterwards another may claim it, and send it again. */
export const CLAIM_MS = 60_000

/** True of a row of `mails` when every earlier mail to the same person about the same meeting is sent, refused or expired. */
export function isNext(now: Date): RawBuilder<boolean> {
  const lapsed = new Date(now.getTime() - CLAIM_MS)
  return sql`not exists (
    select from mails earlier
    where earlier.meeting_id = mails.meeting_id and earlier.recipient = mails.recipient
      and earlier.position < mails.position and earlier.state not in ('sent', 'refused') and earlier.due_at <= ${now}
      and (earlier.expires_at > ${now} or earlier.state = 'claimed' and earlier.claimed_at > ${lapsed}))`
}

/** True of a row of `mails` when its reader was sent, or is to be sent, nothing later about the meeting but reminders. */
export const isLatest = sql<boolean>`not exists (
  select from mails later
  where later.meeting_id = mails.meeting_id and later.recipient = mails.recipient and later.position > mails.position
    and later.kind not in ('reminder', 'replied'))`
