import { JOB_KINDS } from '@w2meet/contract'
import { createTransport } from 'nodemailer'
import { greetMailServer } from './greet-mail-server.ts'
import { mailOptions, senderOf } from './mail-options.ts'
import { MailBrokenOff, type Mailer, MailHeld, MailRefused } from './mailer.ts'

/** Shorter than the term for which a mail is claimed, after which another worker would send it too. */
const SEND_TIMEOUT_MS = 45_000
/** Health waits no longer. */
const PING_TIMEOUT_MS = 5_000

type SmtpOptions = { url: string; from: string; timeoutMs?: number }

/** Sends mails over SMTP, by connections that it keeps for the next mail. */
export function openSmtpMailer({ url, from, timeoutMs = SEND_TIMEOUT_MS }: SmtpOptions): Mailer {
  const timeouts = {
    connectionTimeout: Math.min(10_000, timeoutMs),
    greetingTimeout: Math.min(10_000, timeoutMs),
    socketTimeout: Math.min(30_000, timeoutMs),
  }
  const transport = createTransport({
    pool: true,
    url,
    // As many as mails are in hand, so that none waits for a connection.
    maxConnections: JOB_KINDS.mail.hands,
    // The job queue retries a mail whose connection breaks, since the log and the operator see its retries.
    maxRequeues: 0,
    ...timeouts,
    idleTimeout: 30_000,
  })
  const sender = senderOf(from)
  const aborting = new AbortController()
  return {
    destination: `sent through ${new URL(url).host}`,
    async send(message) {
      try {
        const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), aborting.signal])
        await transport.sendMail({ ...mailOptions(message, sender), signal })
      } catch (error) {
        if (aborting.signal.aborted) throw new MailBrokenOff('the mail server had not taken the mail', { cause: error })
        throw refusalOrNot(error as SmtpError, message.to.address)
      }
    },
    ping: () => greetMailServer(url, Math.min(PING_TIMEOUT_MS, timeoutMs), timeouts),
    forget: async () => 0,
    dropOld: async () => 0,
    abort: () => aborting.abort(),
    close: () => transport.close(),
  }
}

type SmtpError = Error & { code?: string; command?: string; response?: string; permanent?: boolean }

/**
 * Enhanced status codes (RFC 3463 3.2 and 3.3, RFC 7505 4) of an address: bad mailbox, bad system, bad syntax, moved, null MX;
 * mailbox disabled. Without one a server's no to a recipient may as well be about relaying or the sender.
 */
const OF_THE_ADDRESS = /^5\d\d[ -]5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b/m

/**
 * Only what the server says of an address is the address's fault. Any other no for good, to the sender, to a recipient or to the
 * content, may be w2meet's configuration: relaying denied, a sender that is not owned, SPF. A no to the worker itself, by the
 * greeting or for the password, is a failure of the way. The server's words go into lists and logs, so they must not name an
 * address, which may be erased later.
 */
function refusalOrNot({ code, command, response, message, permanent }: SmtpError, address: string): Error {
  const said = (response ?? message).replaceAll(new RegExp(RegExp.escape(address), 'gi'), 'the recipient')
  if (permanent && command === 'RCPT TO' && OF_THE_ADDRESS.test(response ?? '')) {
    return new MailRefused(`the mail server refuses the address: ${said}`)
  }
  if (permanent && (code === 'EENVELOPE' || code === 'EMESSAGE')) {
    return new MailHeld(`the mail server refuses the mail, which may be for SMTP_URL or MAIL_FROM: ${said}`)
  }
  return new Error(`the mail server did not take the mail: ${said}`)
}
