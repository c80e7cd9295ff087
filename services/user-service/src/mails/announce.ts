import type { Meeting, Reply } from '@w2meet/contract'
import type { AnyTransaction, Occasion } from '@w2meet/postgres'

/** A change of a meeting that people are to hear of; `meeting` is as the change leaves it. */
export type Announcement = Occasion & {
  kind: 'confirmed' | 'rescheduled' | 'cancelled'
  meeting: Meeting
  /** Canonical, not empty. */
  recipients: readonly string[]
}

/** The change calls this in its own transaction, so that the change and its mails commit together. */
export type Announce = (transaction: AnyTransaction, announcement: Announcement) => Promise<void>

/** An attendee's new reply; `meeting` is as the reply leaves it. */
type ReplyAnnouncement = Occasion & { meeting: Meeting; email: string; reply: Reply }

/** The reply calls this in its own transaction: the organizer hears of it, and the attendee is reminded, or not any more. */
export type AnnounceReply = (transaction: AnyTransaction, announcement: ReplyAnnouncement) => Promise<void>
