import { JOB_KINDS } from '@w2meet/contract'
import { createTransport } from 'nodemailer'
import { mailOptions, senderOf } from './mail-options.ts'
import { type Mailer, MailRefused } from './mailer.ts'

/** Shorter than the term for which a mail is claimed, after which another worker would send it too. */
const SEND_TIMEOUT_MS = 45_000

type SmtpOptions = { url: string; from: string; timeoutMs?: number }

/** Sends mails over SMTP, by connections that it keeps for the next mail. */
export function openSmtpMailer({ url, from, timeoutMs = SEND_TIMEOUT_MS }: SmtpOptions): Mailer {
  const transport = createTransport({
    pool: true,
    url,
    // As many as mails are in hand, so that none waits for a connection.
    maxConnections: JOB_KINDS.mail.hands,
    // The job queue retries a mail whose connection breaks, since the log and the operator see its retries.
    maxRequeues: 0,
    connectionTimeout: Math.min(10_000, timeoutMs),
    greetingTimeout: Math.min(10_000, timeoutMs),
    socketTimeout: Math.min(30_000, timeoutMs),
    idleTimeout: 30_000,
  })
  const sender = senderOf(from)
  return {
    destination: `sent through ${new URL(url).host}`,
    async send(message) {
      try {
        await transport.sendMail({ ...mailOptions(message, sender), signal: AbortSignal.timeout(timeoutMs) })
      } catch (error) {
        throw refusalOrNot(error as SmtpError, message.to.address)
      }
    },
    ping: async () => void (await transport.verify()),
    forget: async () => 0,
    dropOld: async () => 0,
    close: () => transport.close(),
  }
}

type SmtpError = Error & { code?: string; response?: string; permanent?: boolean }

/**
 * A refusal for good is the server's 5xx to a mail or an address. A refusal of the worker itself, by the greeting or for the
 * password, is not the mail's fault. The server's words go into lists and logs, so they must not name an address, which may be
 * erased later.
 */
function refusalOrNot(error: SmtpError, address: string): Error {
  const said = (error.response ?? error.message).replaceAll(new RegExp(RegExp.escape(address), 'gi'), 'the recipient')
  const ofTheMail = error.code === 'EENVELOPE' || error.code === 'EMESSAGE'
  if (error.permanent && ofTheMail) return new MailRefused(`the mail server refuses the mail: ${said}`)
  return new Error(`the mail server did not take the mail: ${said}`)
}
