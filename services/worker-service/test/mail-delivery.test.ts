import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, JOB_KINDS, type JobKind, type Mail } from '@w2meet/contract'
import type { JobQueues } from '@w2meet/job-queue'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { createLog, openHttpServer } from '@w2meet/service-kit'
import { openSmtp, openTemporaryFolder, type SmtpServer } from '@w2meet/test-servers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { consumeJobs } from '../src/consume-jobs.ts'
import { openSmtpMailer } from '../src/smtp-mailer.ts'
import { createMails, FROM, mail, readMail } from './support/mails.ts'

let stack: AsyncDisposableStack
let folder: string
let smtp: SmtpServer
beforeEach(async () => {
  stack = new AsyncDisposableStack()
  folder = opened(await openTemporaryFolder('mails')).path
  smtp = opened(await openSmtp())
})
afterEach(() => stack.disposeAsync())
const opened = <T extends { close(): unknown }>(thing: T): T => stack.adopt(thing, async () => void (await thing.close()))

const jobOf = ({ id }: Mail) => ({ id: `job-${id}`, caseId: 'case-7', body: { reference: id } })
const openQueues = (name: string, retryDelaysMs: readonly number[] = [5, 20]) =>
  opened(openEmbeddedJobQueues({ name: 'meeting_jobs', file: join(folder, name), kinds: JOB_KINDS, retryDelaysMs }))

/** A worker over its queues, and what it logged. */
function work(queues: JobQueues<JobKind>, userService: Client, { url = smtp.url, timeoutMs = 5_000 } = {}) {
  const lines: Record<string, unknown>[] = []
  const log = createLog('info', { write: (line) => lines.push(JSON.parse(line)) })
  const mailer = opened(openSmtpMailer({ url, from: FROM, timeoutMs }))
  const consumer = consumeJobs({
    queues,
    suggestionService: userService,
    userService,
    mailer,
    publicUrl: 'http://localhost',
    log,
  })
  opened({ close: consumer.stop })
  return { lines, failures: () => lines.filter(({ reason }) => reason !== undefined) }
}

test('a mail is claimed, sent and told to be sent, and the log names nobody', async () => {
  const { userService, told } = createMails([mail()])
  const queues = openQueues('jobs')
  const { lines } = work(queues, userService)

  await queues.queueOf('mail').publish(jobOf(mail()))
  await vi.waitFor(() => expect(told).toEqual(['sent']), 10_000)

  expect(smtp.mails).toHaveLength(1)
  expect(lines).toMatchObject([
    { service: 'worker-service', case_id: 'case-7', job_id: `job-${mail().id}`, mail_id: mail().id, kind: 'confirmed' },
  ])
  expect(JSON.stringify(lines)).not.toContain('@example.com')
})

test('a mail that was sent already, or is not to be sent any more, is not sent', async () => {
  const { userService, told, states } = createMails([mail()])
  states.set(mail().id, 'sent')
  const queues = openQueues('jobs')
  const { lines } = work(queues, userService)

  await queues.queueOf('mail').publish(jobOf(mail()))
  await vi.waitFor(() => expect(lines).toHaveLength(1), 10_000)

  expect([smtp.mails, told]).toEqual([[], []])
})

test('a mail that is not to be sent now is no failure, and is sent when another job comes for it', async () => {
  const { userService, told, states, lapse } = createMails([mail()])
  states.set(mail().id, 'claimed')
  const queues = openQueues('jobs', [])
  const { lines, failures } = work(queues, userService)

  await queues.queueOf('mail').publish(jobOf(mail()))
  await vi.waitFor(() => expect(lines).toHaveLength(1), 10_000)
  const before = [smtp.mails.length, failures().length, (await queues.listDead()).length]
  lapse(mail().id)
  await queues.queueOf('mail').publish({ ...jobOf(mail()), id: 'another' })
  await vi.waitFor(() => expect(told).toEqual(['sent']), 10_000)

  expect(before).toEqual([0, 0, 0])
  expect(smtp.mails).toHaveLength(1)
})

test('two workers that get the same job send one mail', async () => {
  const { userService, told } = createMails([mail()])
  const both = [openQueues('one'), openQueues('two')]
  const workers = both.map((queues) => work(queues, userService))
  const taken = Promise.withResolvers<undefined>()
  smtp.decide({ content: () => taken.promise })

  await Promise.all(both.map((queues) => queues.queueOf('mail').publish(jobOf(mail()))))
  await vi.waitFor(
    () => expect(workers.flatMap(({ lines }) => lines)).toMatchObject([{ msg: 'mail is not to be sent now' }]),
    10_000,
  )
  taken.resolve(undefined)
  await vi.waitFor(() => expect(told).toEqual(['sent']), 10_000)

  expect([smtp.mails.length, told]).toEqual([1, ['sent']])
})

test.each([
  ['greylisting', { recipient: '451 4.7.1 come back later' }, '451 4.7.1 come back later'],
  ['a full disk', { content: '452 4.3.1 no space' }, '452 4.3.1 no space'],
])('after %s the mail is released, and tried again by the growing delays of the queue', async (_, answers, words) => {
  const { userService, told } = createMails([mail()])
  const queues = openQueues('jobs')
  const { failures } = work(queues, userService)
  let refusals = 2
  const once = (answer?: string) => () => (answer !== undefined && refusals-- > 0 ? answer : undefined)
  const { recipient, content }: { recipient?: string; content?: string } = answers
  smtp.decide({ recipient: once(recipient), content: once(content) })

  await queues.queueOf('mail').publish(jobOf(mail()))
  await vi.waitFor(() => expect(told).toEqual(['released', 'released', 'sent']), 10_000)

  expect(failures().map(({ retry_in_ms }) => retry_in_ms)).toEqual([5, 20])
  expect(failures()[0]!.reason).toContain(words)
  expect(smtp.mails).toHaveLength(1)
})

const refusing = { sender: 'sender', recipient: 'recipient', content: 'content' } as const

test.each([
  '550 5.1.1 <Bob@example.com> is unknown here',
  '553 5.1.3 this is no address',
  '550 5.1.10 the domain takes no mail',
  '551 5.1.6 moved away',
  '550 5.2.1 this mailbox is closed',
])('an address of which the server says "%s" is given up at once, in its words', async (words) => {
  const { userService, told } = createMails([mail()])
  const queues = openQueues('jobs')
  work(queues, userService)
  smtp.decide({ recipient: () => words })

  await queues.queueOf('mail').publish(jobOf(mail()))
  await vi.waitFor(async () => expect(await queues.listDead()).toHaveLength(1))

  const [dead] = await queues.listDead()
  const said = words.replace('Bob@example.com', 'the recipient')
  expect(dead).toMatchObject({ id: jobOf(mail()).id, attempts: 1, error: expect.stringContaining(said) })
  expect(told).toEqual(['refused'])
  expect(JSON.stringify(dead)).not.toMatch(/bob@example\.com/i)
})

test.each([
  [refusing.sender, '553 5.7.1 you do not own this sender'],
  [refusing.sender, '530 5.7.0 authentication required'],
  [refusing.sender, '550 no'],
  [refusing.sender, '550 5.1.1 nobody of that name'],
  [refusing.recipient, '554 5.7.1 relay access denied'],
  [refusing.recipient, '550 5.7.1 relaying denied'],
  [refusing.recipient, '550 relay not permitted'],
  [refusing.recipient, '551 not here'],
  [refusing.recipient, '552 5.2.2 this mailbox is full'],
  [refusing.recipient, '553 no'],
  [refusing.recipient, '530 5.7.0 authentication required'],
  [refusing.recipient, '550 5.7.26 unauthenticated mail from your domain'],
  [refusing.content, '554 5.7.1 looks like spam'],
  [refusing.content, '550 5.6.0 no'],
  [refusing.content, '552 5.3.4 too big'],
  [refusing.content, '550 5.1.1 nobody of that name'],
  [refusing.content, '554 no'],
])(
  'a %s refused with "%s" may be our configuration: the mail is tried again, and sent once that is mended',
  async (what, words) => {
    const { userService, told } = createMails([mail()])
    const queues = openQueues('jobs', [5])
    work(queues, userService)
    smtp.decide({ [what]: () => words })

    await queues.queueOf('mail').publish(jobOf(mail()))
    await vi.waitFor(async () => expect(await queues.listDead()).toHaveLength(1))
    const [dead] = await queues.listDead()
    smtp.decide({})
    await queues.retryDead(() => true)
    await vi.waitFor(() => expect(told).toEqual(['held', 'held', 'sent']), 10_000)

    expect(dead).toMatchObject({ attempts: 2, error: expect.stringContaining(words) })
    expect(dead!.error).toContain('SMTP_URL or MAIL_FROM')
    expect(smtp.mails).toHaveLength(1)
  },
)

test('a wrong password is not the fault of the mail, which is sent once the server takes us', async () => {
  const { userService, told } = createMails([mail()])
  const strict = opened(await openSmtp({ password: 'right' }))
  const queues = openQueues('jobs')
  work(queues, userService, { url: strict.url.replace('right', 'wrong') })

  await queues.queueOf('mail').publish(jobOf(mail()))
  await vi.waitFor(async () => expect(await queues.listDead()).toHaveLength(1), 5_000)
  const [dead] = await queues.listDead()
  const corrected = openQueues('corrected')
  work(corrected, userService, { url: strict.url })
  await corrected.queueOf('mail').publish(jobOf(mail()))
  await vi.waitFor(() => expect(strict.mails).toHaveLength(1), 10_000)

  expect(dead).toMatchObject({ attempts: 3, error: expect.stringContaining('535 5.7.8 who are you?') })
  expect(told.slice(0, 3)).toEqual(['released', 'released', 'released'])
})

test('a mail server that says nothing costs its time-out and not the mail', async () => {
  const sockets: Socket[] = []
  const silent = createServer((socket) => sockets.push(socket.on('error', () => {})))
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  opened({ close: () => sockets.map((socket) => socket.destroy()) && silent.close() })
  const port = (silent.address() as { port: number }).port
  const { userService, told } = createMails([mail()])
  const queues = openQueues('jobs', [5])
  const { failures } = work(queues, userService, { url: `smtp://127.0.0.1:${port}`, timeoutMs: 200 })

  await queues.queueOf('mail').publish(jobOf(mail()))
  await vi.waitFor(async () => expect(await queues.listDead()).toHaveLength(1), 5_000)

  expect(failures()).toHaveLength(2)
  expect(told).toEqual(['released', 'released'])
})

test('a mail server that falls silent in the middle costs its time-out and not the mail', async () => {
  const { userService, told } = createMails([mail()])
  const queues = openQueues('jobs')
  work(queues, userService, { timeoutMs: 300 })
  let mails = 0
  smtp.decide({ recipient: () => (++mails === 1 ? new Promise(() => {}) : undefined) })

  await queues.queueOf('mail').publish(jobOf(mail()))
  await vi.waitFor(() => expect(told).toEqual(['released', 'sent']), 5_000)

  expect(smtp.mails).toHaveLength(1)
})

test('a mail that is sent while user-service is away is not sent again when it is back', async () => {
  const { userService, told, before, lapse } = createMails([mail()])
  const queues = openQueues('jobs')
  const { failures } = work(queues, userService)
  let losses = 2
  before.finish = async () => {
    if (losses-- <= 0) return
    lapse(mail().id)
    throw new Error('the database is away')
  }

  await queues.queueOf('mail').publish(jobOf(mail()))
  await vi.waitFor(() => expect(told).toEqual(['sent']), 10_000)

  expect(failures()).toHaveLength(2)
  expect(smtp.mails).toHaveLength(1)
})

const program = fileURLToPath(new URL('support/mail-worker.ts', import.meta.url))

test('a worker that is killed between the server’s taking a mail and telling so sends it twice, with one Message-ID', async () => {
  const mails = createMails([mail()])
  const server = opened(await openHttpServer(mails.app.routing, { host: '127.0.0.1', port: 0, drainMs: 0 }))
  await mails.app.ready()
  const file = join(folder, 'jobs')
  const workers: ChildProcess[] = []
  const start = () =>
    workers.push(spawn(process.execPath, [program, file, server.url, smtp.url], { stdio: ['ignore', 'ignore', 'inherit'] }))
  stack.defer(() => {
    for (const worker of workers) worker.kill('SIGKILL')
  })
  const queues = openQueues('jobs')
  mails.before.finish = async () => {
    workers[0]!.kill('SIGKILL')
    throw new Error('too late')
  }

  await queues.queueOf('mail').publish(jobOf(mail()))
  start()
  await once(workers[0]!, 'exit')
  const taken = smtp.mails.length
  mails.before.finish = async () => {}
  mails.lapse(mail().id)
  start()
  await vi.waitFor(() => expect(mails.told).toEqual(['sent']), 10_000)

  expect([taken, smtp.mails.length]).toEqual([1, 2])
  const [first, second] = await Promise.all(smtp.mails.map(({ content }) => readMail(content)))
  expect(second!.messageId).toBe(first!.messageId)
  expect(second!.attachments).toEqual(first!.attachments)
})
