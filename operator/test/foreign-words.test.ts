import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { JOB_KINDS } from '@w2meet/contract'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { openTemporaryFolder } from '@w2meet/test-servers'
import { openMailer } from '@w2meet/worker-service'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { jobsFileIn } from '../../embedded/src/data-folder.ts'

/** Commands to a terminal of every class: ESC, BEL, CR, DEL, an 8-bit CSI, an override, an isolate, the end of a line. */
const HOSTILE = '\x1b]0;mine\x07\x1b[2J\r\x7f\x9b31m\u202e\u2066\u2028'
const COMMANDS = /[[\p{Cc}\p{Bidi_Control}\u2028\u2029]--\n]/v

let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())
const opened = <T extends { close(): unknown }>(thing: T): T => stack.adopt(thing, async () => void (await thing.close()))

/** A mail server whose every word is a command to a terminal; it refuses addresses, or what `refuses` says. */
async function openHostileSmtp(refuses = 'RCPT'): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.write(`220 hello ${HOSTILE}\r\n`)
    createInterface(socket).on('line', (line) => {
      const verb = line.slice(0, 4)
      if (verb === refuses) socket.write(`550-5.1.1 first ${HOSTILE}\r\n550 5.1.1 refused ${HOSTILE}\r\n`)
      else if (verb === 'EHLO') socket.write(`250-hostile\r\n250 SIZE ${HOSTILE}\r\n`)
      else socket.write(`250 fine ${HOSTILE}\r\n`)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  opened(server)
  return `smtp://127.0.0.1:${(server.address() as { port: number }).port}`
}

/** Runs a command of the operator to its end: all that it printed, byte by byte. */
async function run(command: 'jobs' | 'mail', args: string[], environment: Record<string, string>): Promise<string> {
  const program = fileURLToPath(new URL(`../src/${command}.ts`, import.meta.url))
  const options = { env: { PATH: process.env.PATH ?? '', ...environment }, cwd: tmpdir() }
  return new Promise((resolve) => execFile(process.execPath, [program, ...args], options, (_, out, err) => resolve(out + err)))
}

test.each(['RCPT', 'MAIL', 'nothing'])(
  'npm run mail -- check shows the commands to a terminal that a mail server sends, and obeys none (it refuses %s)',
  async (refuses) => {
    const url = await openHostileSmtp(refuses)

    const said = await run('mail', ['check', 'ada@example.com'], { SMTP_URL: url })

    expect(said).toContain(String.raw`220 hello \u001b]0;mine\u0007\u001b[2J`)
    if (refuses !== 'nothing') expect(said).toMatch(/does not take mail from w2meet: .*\\u001b\[2J/)
    expect(said).not.toMatch(COMMANDS)
  },
)

test('npm run jobs -- list shows the commands in the words of a mail server, in a job and in its Case-Id, each on one line', async () => {
  const folder = opened(await openTemporaryFolder('jobs'))
  const mailer = opened(openMailer({ url: await openHostileSmtp(), from: 'meetings@example.com', folder: folder.path }))
  const file = jobsFileIn(folder.path)
  const queues = opened(openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds: JOB_KINDS, retryDelaysMs: [] }))
  const queue = queues.queueOf('task')
  const message = {
    messageId: '<1@w2meet>',
    threadId: '<0@w2meet>',
    caseId: 'case-1',
    subject: 'Hello',
    text: 'Hello',
    html: 'Hello',
  }
  queue.consume(
    () => mailer.send({ ...message, to: { name: '', address: 'bob@example.com' } }),
    () => {},
  )
  await queue.publish({ id: `job${HOSTILE}`, caseId: `case${HOSTILE}\nforged`, body: { kind: HOSTILE } })
  await vi.waitFor(async () => expect(await queues.listDead()).toHaveLength(1), 5_000)

  const said = await run('jobs', ['list'], { W2MEET_DATA_DIR: folder.path })

  expect(said).toMatch(/^ {2}reason {3}.*5\.1\.1 refused \\u001b\]0;mine\\u0007\\u001b\[2J/m)
  expect(said).not.toMatch(COMMANDS)
  expect(said.trimEnd().split('\n')).toHaveLength(4)
})

test.each([
  ['a setting', { [`W2MEET_${HOSTILE}`]: 'x' }, ['list']],
  ['a folder', { W2MEET_DATA_DIR: `/nowhere/${HOSTILE}` }, ['list']],
  ['a job', {}, ['retry', HOSTILE]],
])(
  'a sentence that says why a command fails shows the commands in the name of %s',
  async (_, environment: Record<string, string>, args) => {
    const folder = opened(await openTemporaryFolder('jobs'))
    const file = jobsFileIn(folder.path)
    await opened(openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds: JOB_KINDS })).ping()

    const said = await run('jobs', args, { W2MEET_DATA_DIR: folder.path, ...environment })

    expect(said).not.toMatch(COMMANDS)
    expect(said).toContain(String.raw`\u001b`)
  },
)
