import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reply } from '@w2meet/contract'
import { vi } from 'vitest'
import { soon } from './soon.ts'
import type { Stage } from './stage.ts'

type Links = Record<Exclude<Reply, 'needs_action'>, string>
export type Invited = { id: string; guest: string; organizer: string; links: Links }

/** Invites a guest to a meeting; returns the links of the mail that the guest gets. */
export async function invite({ api, newEmail }: Pick<Stage, 'api' | 'newEmail'>, mailFolder: string): Promise<Invited> {
  const [organizer, guest] = [newEmail('eve'), newEmail('bob')]
  for (const email of [organizer, guest]) await api().post('/api/users', { email, availabilities: {} })
  const meeting = { title: 'Planning', location: 'Room 4', start: '2027-06-07T09:00:00Z', duration_minutes: 60 }
  const { body } = await api().post('/api/meetings', { ...meeting, organizer, attendees: [guest] })
  const mail = await vi.waitUntil(() => findMail(mailFolder, guest), soon)
  return { id: body.id, guest, organizer, links: linksIn(mail) }
}

/** The links of a mail in the form in which it is sent, that is, quoted-printable. */
export function linksIn(mail: string): Links {
  const text = mail.replaceAll('=\r\n', '').replaceAll('=3D', '=').replaceAll('\r\n', '\n')
  const link = (status: keyof Links) =>
    new RegExp(`^http\\S+/reply/#meeting=\\S+&token=\\S+&status=${status}$`, 'm').exec(text)![0]
  return { accepted: link('accepted'), declined: link('declined'), tentative: link('tentative') }
}

async function findMail(folder: string, to: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => [])
  const mails = await Promise.all(
    names.filter((name) => name.endsWith('.eml')).map((name) => readFile(join(folder, name), 'utf8')),
  )
  return mails.find((mail) => new RegExp(`^To: .*${to}`, 'm').test(mail))
}
