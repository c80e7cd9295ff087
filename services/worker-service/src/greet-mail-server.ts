import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'

/** How long a server may take to close its side, before the connection is cut. */
const HANG_UP_MS = 500

/** Ends what a mail server has not come to an end with, though it was never silent for long. */
export function endless(timeoutMs: number): Error {
  return new Error(`what the server says has not come to an end after ${timeoutMs / 1_000} s`)
}

/**
 * Greets a mail server, signs in as for sending, and hangs up. Rejects when `timeoutMs` is over, whatever the server says meanwhile:
 * the library's own limits are for silence alone, and its `verify` has no end before a server that always says a little more.
 */
export async function greetMailServer(url: string, timeoutMs: number, options: SMTPConnectionOptions): Promise<void> {
  const { auth, ...place } = parseConnectionUrl(url)
  const connection = new SMTPConnection({ socketCloseTimeout: HANG_UP_MS, ...options, ...place })
  const { promise: greeted, resolve, reject } = Promise.withResolvers<void>()
  const step = (next: () => void) => (error?: Error | null) => (error ? reject(error) : next())
  const timer = setTimeout(() => reject(endless(timeoutMs)), timeoutMs)
  // It may fail once more after it was closed.
  connection.on('error', reject)
  connection.once('end', () => reject(new Error('the server hung up')))
  connection.connect(step(() => (auth && connection.allowsAuth ? connection.login(auth, step(resolve)) : resolve())))
  try {
    await greeted
    connection.quit()
  } catch (error) {
    connection.close()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
