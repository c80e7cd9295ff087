import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { mailOptions, senderOf } from './mail-options.ts'
import type { Mailer } from './mailer.ts'

/** Writes each mail to a file that mail programs open, `<folder>/<mail id>.eml`; the same mail to the same file. */
export function openEmlMailer({ folder, from }: { folder: string; from: string }): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const sender = senderOf(from)
  return {
    destination: `written to ${folder}`,
    async send(message) {
      const { message: content } = await transport.sendMail(mailOptions(message, sender))
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const file = join(folder, `${message.messageId}.eml`)
      await writeFile(`${file}.unfinished`, content as Buffer, { mode: 0o600 })
      await rename(`${file}.unfinished`, file)
    },
    close() {},
  }
}
