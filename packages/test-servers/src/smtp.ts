import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { freePort } from './free-port.ts'

export type ReceivedMail = { from: string; to: string[]; content: Buffer }

/** The server's refusal of a sender, a recipient or a mail: `550 no such user`. */
type Refusal = string | undefined

export type SmtpServer = {
  url: string
  port: number
  /** The mails that the server took, in that order. */
  mails: ReceivedMail[]
  /** Decides about senders, recipients and mails from now on, as long as it likes; a mail that is taken is listed after. */
  decide(rules: {
    sender?: (address: string) => Refusal | Promise<Refusal>
    recipient?: (address: string) => Refusal | Promise<Refusal>
    content?: (mail: ReceivedMail) => Refusal | Promise<Refusal>
  }): void
  close(): Promise<void>
}

/** A private mail server in this process, at a free port if none is given. With a password it takes mails from `w2meet` only. */
export async function openSmtp({ password, port: wanted }: { password?: string; port?: number } = {}): Promise<SmtpServer> {
  const mails: ReceivedMail[] = []
  let rules: Parameters<SmtpServer['decide']>[0] = {}
  const port = wanted ?? (await freePort())
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', ...(password === undefined ? ['AUTH'] : [])],
    authOptional: password === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth({ username, password: given }, _, done) {
      const known = username === 'w2meet' && given === password
      if (known) done(null, { user: username })
      else done(smtpError('535 5.7.8 who are you?'))
    },
    onMailFrom({ address }, _, done) {
      settle(async () => rules.sender?.(address), done)
    },
    onRcptTo({ address }, _, done) {
      settle(async () => rules.recipient?.(address), done)
    },
    onData(stream, { envelope }, done) {
      settle(async () => {
        const content = await buffer(stream)
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        const mail = { from, to: envelope.rcptTo.map(({ address }) => address), content }
        const refusal = await rules.content?.(mail)
        if (refusal === undefined) mails.push(mail)
        return refusal
      }, done)
    },
  })
  // A client that ends in the middle is what some tests are about.
  server.on('error', () => {})
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))

  return {
    url: `smtp://${password === undefined ? '' : `w2meet:${password}@`}127.0.0.1:${port}`,
    port,
    mails,
    decide(given) {
      rules = given
    },
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}

function settle(decide: () => Promise<Refusal>, done: (error?: Error | null) => void): void {
  decide().then((refusal) => (refusal === undefined ? done() : done(smtpError(refusal))), done)
}

function smtpError(answer: string): Error {
  return Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) })
}
