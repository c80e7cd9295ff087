import type { Mail } from '@w2meet/contract'
import { invitationOf } from '@w2meet/icalendar'
import { htmlOf, textOf } from './mail-layout.ts'
import { mailWords } from './mail-words.ts'
import type { MailMessage } from './mailer.ts'

/** What a mail says to its reader, and to their calendar. The same mail gives the same message. */
export function composeMail(mail: Mail, { publicUrl, caseId }: { publicUrl: string; caseId: string }): MailMessage {
  const { id, kind, meeting, recipient } = mail
  const words = mailWords(mail, publicUrl)
  const invitation = invitationOf(kind, meeting, recipient)
  return {
    messageId: id,
    threadId: `meeting-${meeting.id}`,
    caseId,
    to: { name: recipient.name ?? '', address: recipient.email },
    ...(recipient.email === meeting.organizer ? {} : { replyTo: meeting.organizer }),
    subject: words.subject,
    text: textOf(words),
    html: htmlOf(words),
    ...(invitation && { invitation }),
  }
}
