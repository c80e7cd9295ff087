import { type RawBuilder, sql } from 'kysely'

/** How long a claim holds. Whoever sends must be done by then: afterwards another may claim, and send again. */
export const CLAIM_MS = 60_000
/** A job that nothing came of, lost with its queue or given up, is published again; then after twice that, and so on. */
const AGAIN_AFTER_MS = 60 * 60_000

/** On `mails`: every earlier one to the same person about the same meeting is sent, refused or of no use any more. */
export function isNext(now: Date): RawBuilder<boolean> {
  const lapsed = new Date(now.getTime() - CLAIM_MS)
  return sql`not exists (
    select from mails earlier
    where earlier.meeting_id = mails.meeting_id and earlier.recipient = mails.recipient
      and earlier.position < mails.position and earlier.state not in ('sent', 'refused') and earlier.due_at <= ${now}
      and (earlier.expires_at > ${now} or earlier.state = 'claimed' and earlier.claimed_at > ${lapsed}))`
}

/** When the job of one of `mails` is to be published again, in case nothing comes of this one. */
export function againAt(now: Date): RawBuilder<Date> {
  return sql`${now}::timestamptz + greatest(${now}::timestamptz - due_at, ${AGAIN_AFTER_MS} * interval '1 millisecond')`
}
