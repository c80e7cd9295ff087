import type { Meeting } from '@w2meet/contract'
import type { Transaction } from 'kysely'
import type { Tables } from '../postgres/tables.ts'

/** On whose behalf something is done, and when. */
export type Occasion = { caseId: string; nowMs: number }

/** What people are to hear of a meeting, which is given as it is after the change. */
export type Announcement = Occasion & {
  kind: 'confirmed' | 'rescheduled' | 'cancelled'
  meeting: Meeting
  /** Canonical, not empty. The organizer is among them. */
  recipients: readonly string[]
}

/** Is called in the transaction of the change, so that the change and its mails commit together. */
export type Announce = (transaction: Transaction<Tables>, announcement: Announcement) => Promise<void>

/** Is called in the transaction of a reply: whether this person is to be reminded of the meeting. */
export type Remind = (
  transaction: Transaction<Tables>,
  reminded: { meeting: Meeting; email: string; isComing: boolean; nowMs: number },
) => Promise<void>
