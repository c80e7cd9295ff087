import { isLoopback } from '@w2meet/service-kit'
import { senderOf } from './mail-options.ts'

type MailSettings = { url: string | undefined; from: string; publicUrl: string | undefined }

/** What the readers of mails would meet by these settings, each a sentence for the operator; nothing while mails go to files. */
export function mailWarnings({ url, from, publicUrl = 'http://localhost' }: MailSettings): string[] {
  if (url === undefined) return []
  const { address } = senderOf(from)
  const warnings: string[] = []
  if (isLoopback(new URL(publicUrl).hostname.replace(/^\[(.*)\]$/, '$1'))) {
    warnings.push(`Links in mails begin with ${publicUrl}, which leads nobody else here: set PUBLIC_URL`)
  }
  if (/@(?:[^.]+|.*\.(?:localhost|invalid|local|example))$/i.test(address)) {
    warnings.push(`Mails come from ${address}, which most mail servers refuse: set MAIL_FROM`)
  }
  return warnings
}
