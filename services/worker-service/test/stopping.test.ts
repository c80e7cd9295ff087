import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { JOB_KINDS } from '@w2meet/contract'
import { openRabbitmqJobQueues } from '@w2meet/job-queue/rabbitmq'
import { openHttpServer } from '@w2meet/service-kit'
import { freePort, openRabbitmq, openSmtp, type RabbitmqServer } from '@w2meet/test-servers'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type SpawnedProcess, spawnProcess } from '../../../tests/support/spawned-process.ts'
import { createMails, mail } from './support/mails.ts'
import { openSilentSmtp } from './support/silent-smtp.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
/** What `docker stop` gives a process before it is killed. */
const MAX_STOP_MS = 10_000

let broker: RabbitmqServer
beforeAll(async () => {
  broker = await openRabbitmq()
})
afterAll(() => broker.close())

let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())
const opened = <T extends { close(): unknown }>(thing: T): T => stack.adopt(thing, async () => void (await thing.close()))

/** A worker-service with one mail in hand, for a mail server that says nothing once it has the sender. */
async function workAtSilence() {
  const name = `jobs-${crypto.randomUUID()}`
  const mails = createMails([mail()])
  const users = opened(await openHttpServer(mails.app.routing, { host: '127.0.0.1', port: 0, drainMs: 0 }))
  await mails.app.ready()
  const silent = opened(await openSilentSmtp())
  const start = async (smtpUrl: string) => {
    const worker = spawnProcess([process.execPath, main], {
      PORT: String(await freePort()),
      QUEUE_NAME: name,
      RABBITMQ_URL: broker.url,
      SMTP_URL: smtpUrl,
      MAIL_FROM: 'w2meet@example.com',
      PUBLIC_URL: 'https://meet.example.org',
      USER_BACKENDS: users.url,
      SUGGESTION_BACKENDS: users.url,
    })
    stack.defer(async () => {
      worker.kill('SIGKILL')
      await worker.ended
    })
    await worker.ready()
    return worker
  }
  const worker = await start(silent.url)
  const queues = opened(openRabbitmqJobQueues({ url: broker.url, name, kinds: JOB_KINDS }))
  await queues.queueOf('mail').publish({ id: 'job-1', caseId: 'case-1', body: { reference: mail().id } })
  await expect.poll(silent.waiting, { timeout: 10_000 }).toBe(1)
  return { mails, worker, start }
}

/** How a process ends that is told to, and after how long. */
async function stop(worker: SpawnedProcess) {
  const startMs = performance.now()
  worker.kill('SIGTERM')
  const code = await worker.ended
  return { code, afterMs: performance.now() - startMs }
}

test('a worker with a mail in hand and a mail server that says nothing stops in order, and the next one sends the mail once', async () => {
  const { mails, worker, start } = await workAtSilence()
  const smtp = opened(await openSmtp())

  const { code, afterMs } = await stop(worker)
  const given = [...mails.told]
  await start(smtp.url)
  await expect.poll(() => mails.told, { timeout: 15_000 }).toContain('sent')

  expect(code).toBe(0)
  expect(afterMs).toBeLessThan(MAX_STOP_MS)
  expect(given).toEqual(['released'])
  // No attempt that failed: where it was the last one, the mail would be among the dead letters.
  expect(worker.logs().filter(({ msg }) => String(msg).startsWith('job'))).toEqual([])
  expect(smtp.mails).toHaveLength(1)
})

test('where RabbitMQ is frozen besides, the worker stops in time, and says what it left', async () => {
  const { worker } = await workAtSilence()
  stack.defer(() => broker.restart())
  broker.freeze()

  const { code, afterMs } = await stop(worker)

  expect(afterMs).toBeLessThan(MAX_STOP_MS)
  expect(code).toBe(1)
  const left = { level: 'error', msg: 'stopping failed', reason: expect.stringContaining('closing the consumer of jobs') }
  expect(worker.logs()).toContainEqual(expect.objectContaining(left))
})

test('where RabbitMQ is gone besides, the worker stops in order', async () => {
  const { worker } = await workAtSilence()
  stack.defer(() => broker.restart())
  await broker.kill()

  const { code, afterMs } = await stop(worker)

  expect(afterMs).toBeLessThan(MAX_STOP_MS)
  expect(code).toBe(0)
})

test('where user-service says nothing besides, and a client sends half a request, the worker stops in time', async () => {
  const { mails, worker } = await workAtSilence()
  mails.before.finish = () => new Promise(() => {})
  const { hostname, port } = new URL(await worker.ready())
  const client = connect(Number(port), hostname).on('error', () => {})
  stack.defer(() => void client.destroy())
  client.write(
    'POST /tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\nExpect: 100-continue\r\n\r\n',
  )
  await once(client, 'data')

  const { afterMs } = await stop(worker)

  expect(afterMs).toBeLessThan(MAX_STOP_MS)
})
