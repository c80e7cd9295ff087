import type { JobQueues } from '@w2meet/job-queue'
import { createLog } from '@w2meet/service-kit'
import { expect, test } from 'vitest'
import { createWorkerService } from './app.ts'
import { type Mailer, MailHeld, type MailMessage, MailRefused } from './mailer.ts'
import { watchMailer } from './watch-mailer.ts'

const MINUTE_MS = 60_000
const queues = { ping: async () => {}, queueOf: () => ({}) } as unknown as JobQueues<'task'>

/** A worker whose mail server does as it is told, and whose clock is set. */
function setUp() {
  let nowMs = 0
  let failure: Error | undefined
  const act = async () => {
    if (failure !== undefined) throw failure
  }
  const inner: Mailer = {
    abort() {},
    destination: 'sent',
    send: act,
    ping: act,
    forget: async () => 0,
    dropOld: async () => 0,
    close() {},
  }
  const { mailer, health } = watchMailer(inner, { nowMs: () => nowMs })
  const app = createWorkerService({ queues, mail: health, log: createLog('silent', { write() {} }) })
  return {
    failWith: (error: Error | undefined) => (failure = error),
    send: (messageId = 'one') => mailer.send({ messageId } as MailMessage).catch(() => {}),
    pass: (minutes: number) => (nowMs += minutes * MINUTE_MS),
    healthOf: async () => (await app.inject('/health')).json(),
  }
}

test('a worker whose mails have not gone out for ten minutes is unhealthy, until the mail server answers again', async () => {
  const { failWith, send, pass, healthOf } = setUp()
  failWith(new Error('the mail server hangs'))

  await send()
  pass(9)
  await send()
  const early = await healthOf()
  pass(1)

  expect(early).toMatchObject({ status: 'healthy', dependencies: { mail: { status: 'healthy' } } })
  await expect.poll(healthOf, { timeout: 5_000 }).toMatchObject({
    status: 'unhealthy',
    dependencies: { rabbitmq: { status: 'healthy' }, mail: { status: 'unhealthy' } },
  })
  failWith(undefined)
  await expect.poll(healthOf).toMatchObject({ status: 'healthy' })
})

test('mails that are refused, each by itself, say nothing of the way out', async () => {
  const { failWith, send, pass, healthOf } = setUp()
  failWith(new MailRefused('nobody of that name'))

  await send()
  pass(60)
  await send()

  expect(await healthOf()).toMatchObject({ status: 'healthy' })
})

test('mails that the server holds back though it lets the worker in make it unhealthy after ten minutes, until one goes out', async () => {
  const { failWith, send, pass, healthOf } = setUp()
  failWith(new MailHeld('not your sender'))
  await send()
  pass(10)

  const held = await healthOf()
  failWith(undefined)
  await send()

  expect(held).toMatchObject({ status: 'unhealthy', dependencies: { mail: { status: 'unhealthy', undelivered: 1 } } })
  await expect.poll(healthOf, { timeout: 5_000 }).toMatchObject({ status: 'healthy', dependencies: { mail: { undelivered: 0 } } })
})

test('health says how many mails could not be delivered in a day, each once', async () => {
  const { failWith, send, pass, healthOf } = setUp()
  const undelivered = async () => (await healthOf()).dependencies.mail.undelivered

  failWith(new MailRefused('nobody of that name'))
  await send('one')
  await send('one')
  pass(60)
  await send('two')
  const both = await undelivered()
  pass(24 * 60 - 1)

  expect(both).toBe(2)
  await expect.poll(undelivered, { timeout: 5_000 }).toBe(1)
})
