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
    // A name that looks like an encoded word would be decoded; the address says enough.
    to: to.name.includes('=?') ? { ...to, name: '' } : to,
    ...(replyTo === undefined ? {} : { replyTo: { name: '', address: replyTo } }),
    subject: withoutEncodedWords(subject),
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

/** The longest part of a text in one encoded word, so that the first fits into the line of the header's name (RFC 2047 2). */
const MAX_WORD_BYTES = 36

/**
 * The value of a header that has this text, where the text itself looks like an encoded word: as real ones, since a reader would
 * decode what was typed. Any other text is left to nodemailer.
 */
function withoutEncodedWords(text: string): string {
  if (!text.includes('=?')) return text
  const words = ['']
  for (const character of text) {
    if (Buffer.byteLength(words.at(-1) + character) > MAX_WORD_BYTES) words.push('')
    words[words.length - 1] += character
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ')
}

function angled(id: string, { address }: Sender): string {
  return `<${id}@${address.slice(address.lastIndexOf('@') + 1)}>`
}
