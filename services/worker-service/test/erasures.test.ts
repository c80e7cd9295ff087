import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, JOB_KINDS, type Transport } from '@w2meet/contract'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { createLog } from '@w2meet/service-kit'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { attendee } from '../../../tests/support/attendee.ts'
import { consumeJobs, openMailer } from '../src/app.ts'
import { composeMail } from '../src/compose-mail.ts'
import { FROM, mail } from './support/mails.ts'

const BOB = 'bob@example.com'

let folder: string
let close: () => Promise<void>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'w2meet-worker-'))
})
afterEach(async () => {
  await close()
  await rm(folder, { recursive: true })
})

function setUp({ email = BOB as string | null } = {}) {
  const log = createLog('silent', { write() {} })
  const file = join(folder, 'jobs.sqlite')
  const queues = openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds: JOB_KINDS, retryDelaysMs: [] })
  const detail = [{ loc: ['query'], msg: 'One or both users not found', type: 'users_not_found' }]
  const refusing = async () => ({ status: 404, body: JSON.stringify({ case_id: 'c', detail }) })
  const service = createClient('suggestion-service', refusing, { timeoutMs: 1_000 })
  const mailer = openMailer({ url: undefined, from: FROM, folder: join(folder, 'mail') })
  const asked: string[] = []
  const answering: Transport = async ({ method, target, body }) => {
    asked.push([method, target, body].filter((part) => part !== undefined).join(' '))
    return method === 'GET' ? { status: 200, body: JSON.stringify({ email }) } : { status: 204, body: '' }
  }
  const clients = { suggestionService: service, userService: createClient('user-service', answering, { timeoutMs: 1_000 }) }
  const consumer = consumeJobs({ queues, ...clients, mailer, publicUrl: 'http://localhost', log })
  close = async () => {
    await consumer.stop()
    await queues.close()
  }
  return { queues, mailer, asked }
}

const forget = { id: 'forget', caseId: 'c', body: { reference: '7' } }

test('whoever is to be forgotten is gone from dead tasks, and nobody else, not even with a longer address', async () => {
  const { queues, asked } = setUp()
  const task = (userId1: string, userId2: string) => ({ kind: 'task', task: { userId1, userId2 } })
  await queues.queueOf('task').publish({ id: 'theirs', caseId: 'c', body: task('ada@example.com', BOB) })
  await queues.queueOf('task').publish({ id: 'others', caseId: 'c', body: task('ada@example.com', `a.${BOB}`) })
  await vi.waitFor(async () => expect(await queues.listDead()).toHaveLength(2))

  await queues.queueOf('erasure').publish(forget)

  await vi.waitFor(async () => expect((await queues.listDead()).map(({ id }) => id)).toEqual(['others']))
  await vi.waitFor(() => expect(asked).toEqual(['GET /internal/erasures/7', 'POST /internal/erasures/7/forgotten']))
})

test('an erasure of which nothing is kept is done', async () => {
  const { queues, asked } = setUp({ email: null })

  await queues.queueOf('erasure').publish(forget)
  await vi.waitFor(() => expect(asked).toHaveLength(1), 10_000)

  await close()
  close = async () => {}
  expect(asked).toEqual(['GET /internal/erasures/7'])
})

test('files of mails to them or naming them are removed, whatever their lines are folded into', async () => {
  const { queues, mailer } = setUp()
  const others = Array.from({ length: 12 }, (_, n) => attendee(`somebody.${n}@example.com`, { reply: 'accepted' }))
  const bob = attendee(BOB, { reply: 'accepted' })
  const to = (id: string, email: string, attendees: (typeof bob)[]) =>
    mailer.send(
      composeMail(mail({ id, recipient: { email }, meeting: { attendees, title: 'Größe' } }), {
        publicUrl: 'http://localhost',
        caseId: 'c',
      }),
    )
  await to('to-them', BOB, [bob])
  for (const [n] of others.entries()) await to(`naming-${n}`, 'ada@example.com', [...others.slice(0, n), bob, ...others.slice(n)])
  await to('of-others', 'ada@example.com', others)

  await queues.queueOf('erasure').publish(forget)

  await vi.waitFor(async () => expect(await readdir(join(folder, 'mail'))).toEqual(['of-others.eml']))
})
