import { createTransport } from 'nodemailer'
import { endless, greetMailServer } from './greet-mail-server.ts'
import { senderOf } from './mail-options.ts'

/** The whole of a check, in the time that the server may be silent. */
const MAX_SILENCES = 3

export type MailCheck = {
  ok: boolean
  /** The server's answers, line by line. */
  answers: string[]
  /** Why the check failed, where the server itself gave no answer that says so. */
  reason?: string
}

/** Where one side expects TLS and the other does not, the library's message does not tell the operator what to change. */
function reasonOf({ message }: Error, url: string): string {
  const isSecure = url.startsWith('smtps:')
  if (isSecure && message.includes('wrong version number'))
    return 'the server does not speak TLS from the start; smtp:// in place of smtps:// begins without'
  if (!isSecure && message === 'Greeting never received')
    return 'the server sends no greeting; where it expects TLS from the start, that is smtps://'
  return message
}

type CheckOptions = { url: string; from: string; to?: string; timeoutMs?: number }

/**
 * Greets the mail server and signs in, as for sending; with an address sends a mail there, and tries `from` only then. The server may
 * be silent for `timeoutMs`, and has three times that for all it says.
 */
export async function checkMailServer({ url, from, to, timeoutMs = 10_000 }: CheckOptions): Promise<MailCheck> {
  const answers: string[] = []
  const hear = (entry: { tnx?: string }, line: string) => entry.tnx === 'server' && answers.push(...line.split(/\r?\n/))
  const options = {
    debug: true,
    logger: { level() {}, trace: hear, debug: hear, info: hear, warn: hear, error: hear, fatal: hear },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 500,
  }
  const wholeMs = MAX_SILENCES * timeoutMs
  const signal = AbortSignal.timeout(wholeMs)
  try {
    if (to === undefined) await greetMailServer(url, wholeMs, options)
    else {
      await createTransport({ url, ...options }).sendMail({
        signal,
        from: senderOf(from),
        to: { name: '', address: to },
        subject: 'w2meet can send mail',
        text: 'This is what npm run mail -- check sends. Invitations will come the same way.\n',
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    }
    return { ok: true, answers }
  } catch (error) {
    return { ok: false, answers, reason: reasonOf(signal.aborted ? endless(wholeMs) : (error as Error), url) }
  }
}
