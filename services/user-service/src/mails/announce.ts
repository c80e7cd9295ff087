import type { Meeting } from '@w2meet/contract'
import type { AnyTransaction, Occasion } from '@w2meet/postgres'

/** What people are to hear of a meeting, which is given as it is after the change. */
export type Announcement = Occasion & {
  kind: 'confirmed' | 'rescheduled' | 'cancelled'
  meeting: Meeting
  /** Canonical, not empty. The organizer is among them. */
  recipients: readonly string[]
}

/** Is called in the transaction of the change, so that the change and its mails commit together. */
export type Announce = (transaction: AnyTransaction, announcement: Announcement) => Promise<void>

/** Is called in the transaction of a reply: whether this person is to be reminded of the meeting. */
export type Remind = (
  transaction: AnyTransaction,
  reminded: Occasion & { meeting: Meeting; email: string; isComing: boolean },
) => Promise<void>
