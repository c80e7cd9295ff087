import { createTransport } from 'nodemailer'
import { senderOf } from './mail-options.ts'

export type MailCheck = {
  ok: boolean
  /** What the server said, line by line. */
  answers: string[]
  /** Why it failed, where it failed before the server said so. */
  reason?: string
}

/** What the library says where one side waits for TLS and the other does not tells nobody what to change. */
function reasonOf({ message }: Error, url: string): string {
  const isSecure = url.startsWith('smtps:')
  if (isSecure && message.includes('wrong version number'))
    return 'it does not speak TLS from the start; smtp:// in place of smtps:// begins without'
  if (!isSecure && message === 'Greeting never received')
    return 'it does not greet us; where it expects TLS from the start, that is smtps://'
  return message
}

/** Greets the mail server and signs in, as for sending; with an address sends a mail there. `from` is tried only then. */
export async function checkMailServer(options: {
  url: string
  from: string
  to?: string
  timeoutMs?: number
}): Promise<MailCheck> {
  const { url, from, to, timeoutMs = 10_000 } = options
  const answers: string[] = []
  const hear = (entry: { tnx?: string }, line: string) => entry.tnx === 'server' && answers.push(...line.split(/\r?\n/))
  const transport = createTransport({
    url,
    debug: true,
    logger: { level() {}, trace: hear, debug: hear, info: hear, warn: hear, error: hear, fatal: hear },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  })
  try {
    if (to === undefined) await transport.verify()
    else {
      await transport.sendMail({
        from: senderOf(from),
        to: { name: '', address: to },
        subject: 'w2meet can send mail',
        text: 'This is what npm run mail -- check sends. Invitations will come the same way.\n',
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    }
    return { ok: true, answers }
  } catch (error) {
    return { ok: false, answers, reason: reasonOf(error as Error, url) }
  } finally {
    transport.close()
  }
}
