import { type RawBuilder, sql } from 'kysely'

/** How long a claim holds. The worker that sends must be done by then: afterwards another may claim, and send again. */
export const CLAIM_MS = 60_000

/** On `mails`: every earlier one to the same person about the same meeting is sent, refused or of no use any more. */
export function isNext(now: Date): RawBuilder<boolean> {
  const lapsed = new Date(now.getTime() - CLAIM_MS)
  return sql`not exists (
    select from mails earlier
    where earlier.meeting_id = mails.meeting_id and earlier.recipient = mails.recipient
      and earlier.position < mails.position and earlier.state not in ('sent', 'refused') and earlier.due_at <= ${now}
      and (earlier.expires_at > ${now} or earlier.state = 'claimed' and earlier.claimed_at > ${lapsed}))`
}
