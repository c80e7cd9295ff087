import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { openSmtp, readCalendars, type SmtpServer } from '@w2meet/test-servers'
import ICAL from 'ical.js'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { attendee } from '../../../tests/support/attendee.ts'
import { composeMail } from '../src/compose-mail.ts'
import type { Mailer } from '../src/mailer.ts'
import { openSmtpMailer } from '../src/smtp-mailer.ts'
import { FROM, mail, readMail } from './support/mails.ts'

let smtp: SmtpServer
let mailer: Mailer
beforeAll(async () => {
  smtp = await openSmtp()
  mailer = openSmtpMailer({ url: smtp.url, from: FROM })
})
afterAll(async () => {
  mailer.close()
  await smtp.close()
})
beforeEach(() => smtp.mails.splice(0))

/** Sent, received and read back by another implementation. */
async function deliver(given: ReturnType<typeof mail>) {
  await mailer.send(composeMail(given, { publicUrl: 'https://meet.example.com/', caseId: 'case-7' }))
  const [received] = smtp.mails.splice(0)
  const read = await readMail(received!.content)
  const header = (name: string) => read.headers.filter(({ key }) => key === name).map(({ value }) => value)
  return { received: received!, read, header, raw: received!.content.toString('latin1') }
}

test('an invitation is addressed to one person, and answers go to the organizer', async () => {
  const { received, read, header } = await deliver(mail({ recipient: { name: 'Bob Ōe' } }))

  expect([received.from, received.to]).toEqual(['meetings@example.com', ['bob@example.com']])
  expect(read.from).toMatchObject({ name: 'w2meet', address: 'meetings@example.com' })
  expect(read.to).toMatchObject([{ name: 'Bob Ōe', address: 'bob@example.com' }])
  expect(read.replyTo).toMatchObject([{ address: 'ada@example.com' }])
  expect(read.subject).toBe('Invitation: Planning')
  expect(header('case-id')).toEqual(['case-7'])
  expect(header('auto-submitted')).toEqual(['auto-generated'])
})

test('its Message-ID is that of the mail, and all mails of a meeting are one thread', async () => {
  const first = await deliver(mail())
  const again = await deliver(mail())
  const changed = await deliver(mail({ id: 'another', kind: 'rescheduled', meeting: { sequence: 1 } }))

  expect(first.read.messageId).toBe('<0193a5b0-0000-7000-8000-00000000000a@example.com>')
  expect(again.read.messageId).toBe(first.read.messageId)
  expect(changed.read.messageId).not.toBe(first.read.messageId)
  expect(first.read.references).toBe('<meeting-0193a5b0-0000-7000-8000-000000000001@example.com>')
  expect([changed.read.references, changed.read.inReplyTo]).toEqual([first.read.references, first.read.references])
})

test.each([
  ['Europe/Paris', 'Monday, 30 November 2026, 10:00 to 11:00 (GMT+1, Europe/Paris)'],
  ['America/New_York', 'Monday, 30 November 2026, 04:00 to 05:00 (GMT-5, America/New_York)'],
  ['Asia/Kathmandu', 'Monday, 30 November 2026, 14:45 to 15:45 (GMT+5:45, Asia/Kathmandu)'],
  ['Pacific/Kiritimati', 'Monday, 30 November 2026, 23:00 to Tuesday, 1 December 2026, 00:00 (GMT+14, Pacific/Kiritimati)'],
  ['UTC', 'Monday, 30 November 2026, 09:00 to 10:00 (UTC)'],
  ['Etc/GMT+3', 'Monday, 30 November 2026, 06:00 to 07:00 (GMT-3)'],
])('who lives in %s reads %s, in text and HTML', async (timezone, when) => {
  const { read } = await deliver(mail({ recipient: { timezone } }))

  expect(read.text).toContain(when)
  expect(read.html).toContain(when)
})

test.each([
  ['America/Winnipeg', '2026-12-01T14:00:00Z', 'Tuesday, 1 December 2026, 09:00 to 10:00 (GMT-5, America/Winnipeg)'],
  ['America/Havana', '2026-12-01T13:00:00Z', 'Tuesday, 1 December 2026, 09:00 to 10:00 (GMT-4, America/Havana)'],
  ['America/Inuvik', '2026-12-01T15:00:00Z', 'Tuesday, 1 December 2026, 09:00 to 10:00 (GMT-6, America/Inuvik)'],
])('who lives in %s, which Node.js has otherwise, reads of %s what the zone table says', async (timezone, start, when) => {
  const end = new Date(Date.parse(start) + 3_600_000).toISOString()

  const { read } = await deliver(mail({ recipient: { timezone }, meeting: { start, end } }))

  expect(read.text).toContain(when)
})

test('a meeting across the end of summer time has both offsets', async () => {
  const { read } = await deliver(mail({ meeting: { start: '2026-10-25T00:30:00Z', end: '2026-10-25T01:30:00Z' } }))

  expect(read.text).toContain('Sunday, 25 October 2026, 02:30 to 02:30 (GMT+2 to GMT+1, Europe/Paris)')
})

test('it says what, where and who, and each reply has a link whose token is in the fragment', async () => {
  const { read } = await deliver(mail({ meeting: { description: 'Bring ideas' } }))

  for (const part of [read.text!, read.html!]) {
    for (const fact of ['Planning', 'Room 1', 'ada@example.com (organizer)', 'eve@example.com (accepted)', 'Bring ideas']) {
      expect(part).toContain(fact)
    }
  }
  const links = read.text!.match(/https:\S+/g)!.map((link) => new URL(link))
  expect(links.map(({ origin, pathname, search }) => origin + pathname + search)).toEqual(
    Array(3).fill('https://meet.example.com/reply/'),
  )
  expect(links.map(({ hash }) => Object.fromEntries(new URLSearchParams(hash.slice(1))))).toEqual(
    ['accepted', 'declined', 'tentative'].map((status) => ({
      meeting: '0193a5b0-0000-7000-8000-000000000001',
      token: 'token.of-bob',
      status,
    })),
  )
  for (const { href } of links) expect(read.html).toContain(href.replaceAll('&', '&amp;'))
})

test.each([
  ['confirmed', 'confirmed', 'REQUEST', 'Invitation: Planning', 3],
  ['rescheduled', 'confirmed', 'REQUEST', 'Changed: Planning', 3],
  ['cancelled', 'cancelled', 'CANCEL', 'Cancelled: Planning', 0],
] as const)('a mail of kind %s has the calendar part %s %s, in both places', async (kind, status, method, subject, links) => {
  const { read, raw } = await deliver(mail({ kind, meeting: { status } }))

  expect(read.subject).toBe(subject)
  expect(read.text!.match(/https:/g) ?? []).toHaveLength(links)
  expect(raw).toMatch(new RegExp(`^Content-Type: text/calendar; charset=utf-8; method=${method}`, 'm'))
  const parts = read.attachments.filter(({ mimeType }) => /calendar|ics/.test(mimeType))
  expect(parts).toHaveLength(2)
  for (const { content } of parts) {
    const text = typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString()
    expect(new ICAL.Component(ICAL.parse(text)).getFirstPropertyValue('method')).toBe(method)
    const [byPython] = await readCalendars([text])
    expect(byPython!.properties).toContainEqual({ name: 'METHOD', value: method, parameters: {} })
    expect(byPython!.events).toHaveLength(1)
  }
})

test.each([
  ['confirmed', 'confirmed', 'CONFIRMED'],
  ['rescheduled', 'confirmed', 'CONFIRMED'],
  ['cancelled', 'cancelled', 'CANCELLED'],
] as const)(
  'of a mail of kind %s the organizer gets their own copy, published as %s, without attendees',
  async (kind, status, written) => {
    const { read, raw } = await deliver(
      mail({ kind, meeting: { status }, reply_token: null, recipient: { email: 'ada@example.com' } }),
    )

    expect(raw).toMatch(/^Content-Type: text\/calendar; charset=utf-8; method=PUBLISH/m)
    const { content } = read.attachments.find(({ mimeType }) => mimeType === 'text/calendar')!
    const [byPython] = await readCalendars([
      typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString(),
    ])
    const [event] = byPython!.events
    expect(event).toContainEqual(expect.objectContaining({ name: 'STATUS', value: written }))
    expect(event).toContainEqual(expect.objectContaining({ name: 'ORGANIZER', value: 'mailto:ada@example.com' }))
    expect(event!.filter(({ name }) => name === 'ATTENDEE')).toEqual([])
  },
)

test('a reminder has no calendar part', async () => {
  const { read, raw } = await deliver(mail({ kind: 'reminder' }))

  expect(read.subject).toBe('Reminder: Planning')
  expect(read.attachments).toEqual([])
  expect(raw).not.toContain('text/calendar')
})

test('the organizer has nothing to reply to', async () => {
  const { read } = await deliver(mail({ reply_token: null, recipient: { email: 'ada@example.com', name: null } }))

  expect(read.text).not.toContain('https:')
  expect(read.replyTo).toBeUndefined()
})

test('the organizer reads who replied what, and how all have replied by now, without anything for their calendar', async () => {
  const attendees = [
    attendee('bob@example.com', { reply: 'declined' }),
    attendee('eve@example.com', { reply: 'accepted' }),
    attendee('fay@example.com', { optional: true, reply: 'tentative' }),
    attendee('gus@example.com', { optional: true }),
  ]
  const replied = [
    { email: 'bob@example.com', reply: 'declined' as const },
    { email: 'fay@example.com', reply: 'tentative' as const },
  ]

  const { read } = await deliver(
    mail({ kind: 'replied', replied, reply_token: null, recipient: { email: 'ada@example.com' }, meeting: { attendees } }),
  )

  expect(read.subject).toBe('Replies: Planning')
  expect(read.text).toContain('bob@example.com declined, fay@example.com may come.')
  expect(read.text).toContain(
    'ada@example.com (organizer), bob@example.com (declined), eve@example.com (accepted), fay@example.com (optional, maybe), gus@example.com (optional)',
  )
  expect(read.attachments).toEqual([])
})

const evil = 'x\r\nBcc: mallory@example.com\r\n\r\n<script>alert(1)</script>"><img src=x>, "a" <mallory@example.com>'

test('no words become a header, a recipient or markup', async () => {
  const ordinary = await deliver(mail({ meeting: { description: 'x' } }))

  const { received, read, raw } = await deliver(
    mail({
      recipient: { name: evil },
      meeting: {
        title: evil,
        location: evil,
        description: evil,
        attendees: [attendee('bob@example.com')],
      },
    }),
  )

  expect(received.to).toEqual(['bob@example.com'])
  expect(read.to).toMatchObject([{ address: 'bob@example.com' }])
  expect(read.to).toHaveLength(1)
  expect(read.headers.map(({ key }) => key)).toEqual(ordinary.read.headers.map(({ key }) => key))
  expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).not.toMatch(/^Bcc:/im)
  expect(read.html).not.toMatch(/<script|<img/)
})

test('an address that tries to be several is one, or is not sent at all', async () => {
  const address = 'bob@example.com>\r\nRCPT TO:<mallory@example.com'

  const sending = mailer.send(composeMail(mail({ recipient: { email: address } }), { publicUrl: 'http://x', caseId: 'c' }))
  await sending.catch(() => {})

  expect(smtp.mails.flatMap(({ to }) => to)).not.toContain('mallory@example.com')
})

test.each(['=?utf-8?q?evil?=', `Größe =?utf-8?q?evil?= ${'長い'.repeat(40)}`, 'a =?b'])(
  'a title that looks like an encoded word arrives as it was typed: %s',
  async (title) => {
    const { read, raw } = await deliver(mail({ meeting: { title }, recipient: { name: '=?utf-8?q?boss?=' } }))

    expect(read.subject).toBe(`Invitation: ${title}`)
    expect(await subjectByPython(raw)).toBe(`Invitation: ${title}`)
    expect(read.to).toMatchObject([{ name: '', address: 'bob@example.com' }])
  },
)

/** As the mail parser of Python's standard library reads it. */
async function subjectByPython(raw: string): Promise<string> {
  const program =
    'import sys, email, email.policy; print(email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)["subject"])'
  const python = spawn('python3', ['-c', program], { env: { ...process.env, PYTHONIOENCODING: 'utf-8' } })
  python.stdin.end(Buffer.from(raw, 'latin1'))
  return (await text(python.stdout)).trimEnd()
}

test('words of every script arrive as they were written', async () => {
  const title = 'Größe – 会議 😀 עברית'

  const { read } = await deliver(mail({ meeting: { title, description: title, location: title } }))

  expect(read.subject).toBe(`Invitation: ${title}`)
  expect(read.text!.split(title)).toHaveLength(4)
  expect(read.html).toContain(title)
})
