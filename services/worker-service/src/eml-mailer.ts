import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { mailOptions, senderOf } from './mail-options.ts'
import type { Mailer } from './mailer.ts'
import { namesAddress } from './names-address.ts'

/** Writes each mail to a file that mail programs open, `<folder>/<mail id>.eml`; the same mail to the same file. */
export function openEmlMailer({ folder, from }: { folder: string; from: string }): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const sender = senderOf(from)
  return {
    destination: `written to ${folder}`,
    async send(message) {
      const { message: content } = await transport.sendMail({ ...mailOptions(message, sender), textEncoding: 'quoted-printable' })
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const file = join(folder, `${message.messageId}.eml`)
      await writeFile(`${file}.unfinished`, content as Buffer, { mode: 0o600 })
      await rename(`${file}.unfinished`, file)
    },
    async ping() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const file = join(folder, 'probe.eml.unfinished')
      await writeFile(file, 'probe', { mode: 0o600 })
      await rm(file)
    },
    async forget(email) {
      const names = namesAddress(email)
      let count = 0
      for (const name of await filesIn(folder)) {
        const file = join(folder, name)
        const content = await readFile(file, 'latin1')
        if (!names(content) && !names(decoded(content))) continue
        await rm(file, { force: true })
        count++
      }
      return count
    },
    async dropOld(beforeMs) {
      let count = 0
      for (const name of await filesIn(folder)) {
        const file = join(folder, name)
        const { mtimeMs = Number.POSITIVE_INFINITY } = (await stat(file).catch(() => undefined)) ?? {}
        if (mtimeMs >= beforeMs) continue
        await rm(file, { force: true })
        count++
      }
      return count
    },
    // A file takes no time to speak of.
    abort() {},
    close() {},
  }
}

/** The files of mails in the folder, those too that were left unfinished. */
async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => /\.eml(\.unfinished)?$/.test(name))
}

/** The text of a mail as it was before its lines were folded; it tells of everybody who takes part. */
function decoded(quotedPrintable: string): string {
  return quotedPrintable
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
