import type { Invitation } from '@w2meet/icalendar'

/** A mail to one person, ready to be sent. Addresses and words are apart, so that neither can become a header. */
export type MailMessage = {
  /** Stable: a mailbox that gets a mail twice knows it by this. */
  messageId: string
  /** The id to which all mails of a meeting refer. */
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
  /** Where the mails go, for the ready line and the log: `sent through smtp.example.com`. */
  destination: string
  /**
   * Resolves once the mail is in other hands. Rejects with `MailRefused` where trying again cannot help, with `MailHeld` where the
   * server answers no for now as for ever.
   */
  send(message: MailMessage): Promise<void>
  /** Rejects where mails cannot be handed over. */
  ping(): Promise<void>
  /** Removes what it keeps of mails to this person or naming them; returns how many. */
  forget(email: string): Promise<number>
  /** Removes what it keeps of mails that it handed over before this time; returns how many. */
  dropOld(beforeMs: number): Promise<number>
  /** Breaks off the mails that it sends now, which then reject with `MailBrokenOff`, and sends no more. */
  abort(): void
  close(): void
}

/** The server says that nobody has this address: trying again cannot help, whatever the operator changes. */
export class MailRefused extends Error {
  override name = 'MailRefused'
}

/** The server refuses the mail for a reason that may be w2meet's configuration, and may take it once that is mended. */
export class MailHeld extends Error {
  override name = 'MailHeld'
}

/** The worker stops before the mail is in other hands. */
export class MailBrokenOff extends Error {
  override name = 'MailBrokenOff'
}
