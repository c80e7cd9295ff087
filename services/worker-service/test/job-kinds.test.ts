import { randomUUID } from 'node:crypto'
import { createClient, getErasure, JOB_KINDS, type JobKind, type Mail, type Transport } from '@w2meet/contract'
import type { Job, JobQueues } from '@w2meet/job-queue'
import { createLog, serve } from '@w2meet/service-kit'
import { openSmtp } from '@w2meet/test-servers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { consumeJobs } from '../src/consume-jobs.ts'
import { openSmtpMailer } from '../src/smtp-mailer.ts'
import { JOB_STORES, type JobStore } from './support/job-stores.ts'
import { createMails, FROM, mail } from './support/mails.ts'
import { openSilentSmtp } from './support/silent-smtp.ts'

/** More than there are hands for. */
const MAILS = 20
const TASK: Job = { id: 'task', caseId: 'c', body: { kind: 'task', task: { userId1: 'ada@x.org', userId2: 'bob@x.org' } } }

let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())
const opened = <T extends { close(): unknown }>(thing: T): T => stack.adopt(thing, async () => void (await thing.close()))

const suggested: Transport = async () => ({ status: 200, body: '{"case_id":"c","suggestions":[]}' })

/** A worker over these queues and a mail server, and the outcome of the first task. */
function work(queues: JobQueues<JobKind>, mails: readonly Mail[], smtpUrl: string) {
  const outcome = Promise.withResolvers<void>()
  const log = createLog('info', { write: (line) => void (JSON.parse(line).suggestions && outcome.resolve()) })
  const { app, userService, told } = createMails(mails)
  const erased: string[] = []
  serve(app, getErasure, async ({ params: { id } }) => {
    erased.push(id)
    return { email: null }
  })
  const suggestionService = createClient('suggestion-service', suggested, { timeoutMs: 1_000 })
  const mailer = opened(openSmtpMailer({ url: smtpUrl, from: FROM, timeoutMs: 30_000 }))
  const consumer = consumeJobs({ queues, suggestionService, userService, mailer, publicUrl: 'http://localhost', log })
  opened({ close: consumer.stop })
  return { told, erased, outcome: outcome.promise }
}

const someMails = (count: number) => Array.from({ length: count }, () => mail({ id: randomUUID() }))
const formerMail = ({ id }: Mail): Job => ({ id: `job-${id}`, caseId: 'c', body: { kind: 'mail', mail_id: id } })

const formerErasure = (id: string): Job => ({
  id: `job-${id}`,
  caseId: 'c',
  body: { kind: 'forget', erasure_id: id, again: false },
})

/** One of these jobs in each place where a job can stand. */
function left([next, retry, operator]: Job[]): Parameters<JobStore['open']>[0] {
  const failed = { attempts: 1, error: 'not today' }
  return { next: next!, retry: { ...retry!, ...failed }, operator: { ...operator!, ...failed } }
}

describe.each(JOB_STORES)('over %s', (_, openStore) => {
  let store: JobStore
  beforeAll(async () => {
    store = await openStore()
  })
  afterAll(() => store.close())

  test.each<[string, JobKind, (one: Mail) => Job]>([
    ['that wait', 'mail', ({ id }) => ({ id: `job-${id}`, caseId: 'c', body: { reference: id } })],
    ['that the version before left among the tasks', 'task', formerMail],
  ])(
    '20 mails %s for a mail server that fell silent delay the outcome of a task by less than a second',
    async (_, kind, jobOf) => {
      const silent = await openSilentSmtp()
      const mails = someMails(MAILS)
      const queues = opened(await store.open())
      const { outcome } = work(queues, mails, silent.url)
      opened(silent)
      for (const one of mails) await queues.queueOf(kind).publish(jobOf(one))
      await vi.waitFor(() => expect(silent.waiting()).toBe(JOB_KINDS.mail.hands), 10_000)

      const startMs = performance.now()
      await queues.queueOf('task').publish(TASK)
      await outcome
      const tookMs = performance.now() - startMs

      expect(tookMs).toBeLessThan(1_000)
      expect(silent.waiting()).toBe(JOB_KINDS.mail.hands)
    },
  )

  test('mails that the version before left among the tasks are sent: waiting, waiting for a retry, and dead', async () => {
    const smtp = opened(await openSmtp())
    const mails = someMails(3)
    const queues = opened(await store.open(left(mails.map(formerMail))))
    const { told } = work(queues, mails, smtp.url)

    await queues.retryDead(() => true)

    await vi.waitFor(() => expect(told).toEqual(['sent', 'sent', 'sent']), 10_000)
    expect(smtp.mails).toHaveLength(3)
    expect(await queues.listDead()).toEqual([])
  })

  test('erasures that the version before left among the tasks are done: waiting, waiting for a retry, and dead', async () => {
    const smtp = opened(await openSmtp())
    const queues = opened(await store.open(left(['1', '2', '3'].map(formerErasure))))
    const { erased } = work(queues, [], smtp.url)

    await queues.retryDead(() => true)

    await vi.waitFor(() => expect(erased.toSorted()).toEqual(['1', '2', '3']), 10_000)
    expect(await queues.listDead()).toEqual([])
  })
})
