import { once } from 'node:events'
import { readdir, readFile, stat } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { openSmtp, openTemporaryFolder } from '@w2meet/test-servers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkMailServer, openMailer } from '../src/app.ts'
import { composeMail } from '../src/compose-mail.ts'
import { openSmtpMailer } from '../src/smtp-mailer.ts'
import { FROM, mail, readMail } from './support/mails.ts'
import { openTricklingSmtp } from './support/trickling-smtp.ts'

let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())
const opened = <T extends { close(): unknown }>(thing: T): T => stack.adopt(thing, async () => void (await thing.close()))

test('without a mail server a mail is a file that mail programs open, for its owner alone, and the same mail is the same file', async () => {
  const { path } = opened(await openTemporaryFolder('mails'))
  const folder = join(path, 'mail')
  const mailer = opened(openMailer({ url: undefined, from: FROM, folder }))
  const message = composeMail(mail(), { publicUrl: 'http://localhost', caseId: 'case-7' })

  await mailer.send(message)
  await mailer.send(message)

  expect(mailer.destination).toBe(`written to ${folder}`)
  expect(await readdir(folder)).toEqual([`${mail().id}.eml`])
  const file = join(folder, `${mail().id}.eml`)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const read = await readMail(await readFile(file))
  expect(read.to).toMatchObject([{ address: 'bob@example.com' }])
  expect(read.attachments).toHaveLength(2)
})

test('what becomes of mails is said without the password', async () => {
  const mailer = opened(openMailer({ url: 'smtp://w2meet:secret@smtp.example.com:587', from: FROM, folder: '' }))

  expect(mailer.destination).toBe('sent through smtp.example.com:587')
})

test('a check greets the server and signs in, and has what it answered', async () => {
  const smtp = opened(await openSmtp({ password: 'right' }))

  const right = await checkMailServer({ url: smtp.url, from: FROM })
  const wrong = await checkMailServer({ url: smtp.url.replace('right', 'wrong'), from: FROM })

  expect(right.ok).toBe(true)
  expect(right.answers[0]).toMatch(/^220 /)
  expect(right.answers.filter((answer) => answer.startsWith('235 '))).toHaveLength(1)
  expect(wrong).toMatchObject({ ok: false, answers: expect.arrayContaining(['535 5.7.8 who are you?']) })
  expect(smtp.mails).toEqual([])
})

test('a check with an address sends a mail there, or has why not', async () => {
  const smtp = opened(await openSmtp())

  const sent = await checkMailServer({ url: smtp.url, from: FROM, to: 'ada@example.com' })
  smtp.decide({ recipient: () => '550 5.1.1 nobody of that name' })
  const refused = await checkMailServer({ url: smtp.url, from: FROM, to: 'ghost@example.com' })

  expect(sent.ok).toBe(true)
  expect(smtp.mails.map(({ to }) => to)).toEqual([['ada@example.com']])
  expect(refused).toMatchObject({ ok: false, answers: expect.arrayContaining(['550 5.1.1 nobody of that name']) })
})

test('a check of a server that is not there says so', async () => {
  const smtp = await openSmtp()
  await smtp.close()

  expect(await checkMailServer({ url: smtp.url, from: FROM })).toMatchObject({
    ok: false,
    answers: [],
    reason: expect.stringContaining('ECONNREFUSED'),
  })
})

test('a check says what to change where only one side begins with TLS', async () => {
  const plain = opened(await openSmtp())
  // One that expects TLS waits for the client to begin.
  const secure = opened(createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1'))
  await once(secure, 'listening')
  const { port } = secure.address() as AddressInfo

  const checks = await Promise.all([
    checkMailServer({ url: plain.url.replace('smtp:', 'smtps:'), from: FROM }),
    checkMailServer({ url: `smtp://127.0.0.1:${port}`, from: FROM, timeoutMs: 200 }),
  ])

  expect(checks.map(({ reason }) => reason)).toEqual([
    'the server does not speak TLS from the start; smtp:// in place of smtps:// begins without',
    'the server sends no greeting; where it expects TLS from the start, that is smtps://',
  ])
})

test.each([undefined, 'ada@example.com'])(
  'a check (with a mail to %s) of a server that says a little for ever ends, says so, and hangs up',
  async (to) => {
    const trickling = opened(await openTricklingSmtp())

    const check = await checkMailServer({ url: trickling.url, from: FROM, timeoutMs: 200, ...(to && { to }) })

    expect(check).toMatchObject({ ok: false, reason: expect.stringContaining('has not come to an end after 0.6 s') })
    await expect.poll(trickling.listening, { timeout: 5_000 }).toBe(0)
  },
)

test('whoever asks whether mails can go out hears of a server that says a little for ever, and nothing stays open', async () => {
  const trickling = opened(await openTricklingSmtp())
  const mailer = opened(openSmtpMailer({ url: trickling.url, from: FROM, timeoutMs: 200 }))

  await expect(mailer.ping()).rejects.toThrow('has not come to an end')

  await expect.poll(trickling.listening, { timeout: 5_000 }).toBe(0)
})
