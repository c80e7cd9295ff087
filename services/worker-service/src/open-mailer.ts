import { openEmlMailer } from './eml-mailer.ts'
import type { Mailer } from './mailer.ts'
import { openSmtpMailer } from './smtp-mailer.ts'

/** Over SMTP where its URL is set, into files of a folder otherwise. */
export function openMailer({ url, from, folder }: { url: string | undefined; from: string; folder: string }): Mailer {
  return url === undefined ? openEmlMailer({ folder, from }) : openSmtpMailer({ url, from })
}
