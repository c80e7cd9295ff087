import type { Meeting } from '@w2meet/contract'
import type { AnyTransaction, Occasion } from '@w2meet/postgres'

/** A change of a meeting that people are to hear of; `meeting` is as the change leaves it. */
export type Announcement = Occasion & {
  kind: 'confirmed' | 'rescheduled' | 'cancelled'
  meeting: Meeting
  /** Canonical, not empty. The organizer is among them. */
  recipients: readonly string[]
}

/** The change calls this in its own transaction, so that the change and its mails commit together. */
export type Announce = (transaction: AnyTransaction, announcement: Announcement) => Promise<void>

/** A reply calls this in its own transaction: it turns the person's reminders of the meeting on or off. */
export type Remind = (
  transaction: AnyTransaction,
  reminded: Occasion & { meeting: Meeting; email: string; isComing: boolean },
) => Promise<void>
