import type { Invitation } from '@w2meet/icalendar'

/** A mail as it is to be sent, to one person. Addresses and words are apart, so that neither can become a header. */
export type MailMessage = {
  /** Stable: a mail that is sent twice is known by it. */
  messageId: string
  /** What all mails of a meeting refer to. */
  threadId: string
  caseId: string
  to: { name: string; address: string }
  replyTo?: string
  subject: string
  text: string
  html: string
  invitation?: Invitation
}

/** Hands mails over. */
export type Mailer = {
  /** What becomes of mails, for whoever starts the system: `sent through smtp.example.com`. */
  destination: string
  /** Resolves once the mail is in other hands. Rejects with `MailRefused` where trying again cannot help. */
  send(message: MailMessage): Promise<void>
  /** Rejects where mails cannot be handed over. */
  ping(): Promise<void>
  /** Removes what it keeps of mails to this person or naming them; returns how many. */
  forget(email: string): Promise<number>
  close(): void
}

/** The server does not take this mail, and says why. */
export class MailRefused extends Error {
  override name = 'MailRefused'
}
