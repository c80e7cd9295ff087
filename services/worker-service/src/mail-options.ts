import type { MailMessage } from './mailer.ts'

/** `w2meet <meetings@example.com>`, or the address alone. */
export type Sender = { name: string; address: string }

export function senderOf(mailFrom: string): Sender {
  const [, name = '', address = mailFrom] = /^(.*?)\s*<(.*)>$/.exec(mailFrom) ?? []
  return { name, address }
}

/** A message as nodemailer takes it. RFC 3834 5: `Auto-Submitted`, so that no absent reader's mailbox answers. */
export function mailOptions(message: MailMessage, from: Sender) {
  const { messageId, threadId, caseId, to, replyTo, subject, text, html, invitation } = message
  return {
    from,
    to,
    ...(replyTo === undefined ? {} : { replyTo: { name: '', address: replyTo } }),
    subject,
    text,
    html,
    ...(invitation && { icalEvent: { method: invitation.method, filename: 'invite.ics', content: invitation.text } }),
    messageId: angled(messageId, from),
    inReplyTo: angled(threadId, from),
    references: angled(threadId, from),
    headers: { 'Auto-Submitted': 'auto-generated', 'Case-Id': caseId },
    // Words of a mail are never names of files or addresses to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function angled(id: string, { address }: Sender): string {
  return `<${id}@${address.slice(address.lastIndexOf('@') + 1)}>`
}
