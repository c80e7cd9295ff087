import { JOB_KINDS } from '@w2meet/contract'
import { type JobHandler, Unhandleable } from '@w2meet/job-queue'
import { openRabbitmqJobQueues } from '@w2meet/job-queue/rabbitmq'
import { createLog, openHttpServer } from '@w2meet/service-kit'
import { freePort, openRabbitmq, openTemporaryFolder, type RabbitmqServer } from '@w2meet/test-servers'
import { createWorkerService } from '@w2meet/worker-service'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { runJobs } from '../../tests/support/embedded-process.ts'

let broker: RabbitmqServer
beforeAll(async () => {
  broker = await openRabbitmq()
})
afterAll(() => broker.close())

/** worker-service over RabbitMQ, served on a port, and what its consumer is to do with each job. */
async function openWorkerService(handle: JobHandler, name: string) {
  const queues = openRabbitmqJobQueues({ url: broker.url, name, kinds: JOB_KINDS })
  const queue = queues.queueOf('mail')
  const died = Promise.withResolvers<void>()
  queue.consume(handle, () => died.resolve())
  const app = createWorkerService({ queues, log: createLog('silent', { write() {} }) })
  await app.ready()
  const server = await openHttpServer(app.routing, { host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    await server.close()
    await queues.close()
  })
  return { queue, url: server.url, port: String(server.port), died: died.promise }
}

test('jobs given up in RabbitMQ are listed with their kind and their reason, and handled once they are sent again', async () => {
  const done = Promise.withResolvers<void>()
  let broken = true
  const handle = async () => {
    if (broken) throw new Unhandleable('not today')
    done.resolve()
  }
  const { queue, url, died } = await openWorkerService(handle, 'mended')
  await queue.publish({ id: 'job-1', caseId: 'case-1', body: { reference: '7' } })
  await died
  broken = false
  const environment = { WORKER_BACKENDS: url }

  const listed = await runJobs(['list'], environment)
  const said = await runJobs(['retry', 'job-1'], environment)
  await done.promise

  expect(listed.output).toMatch(/^job-1 {2}mail given up \S+Z after 1 attempt\n {2}reason {3}not today\n {2}case {5}case-1\n/)
  expect(said).toEqual({ code: 0, output: 'Job job-1 is tried again.' })
  expect((await runJobs(['list'], environment)).output).toBe('No jobs were given up.')
})

test("in worker-service's own environment, as in its container, that worker-service is asked", async () => {
  const handle = async () => {
    throw new Unhandleable('not today')
  }
  const { queue, port, died } = await openWorkerService(handle, 'own')
  await queue.publish({ id: 'job-1', caseId: 'case-1', body: null })
  await died

  const { output } = await runJobs(['list'], { RABBITMQ_URL: broker.url, QUEUE_NAME: 'own', HOST: '0.0.0.0', PORT: port })

  expect(output).toMatch(/^job-1 {2}mail given up/)
})

test('WORKER_BACKENDS decides, also beside a data folder', async () => {
  const folder = await openTemporaryFolder('operator')
  onTestFinished(folder.close)
  const { url } = await openWorkerService(async () => {}, 'beside')

  const { output } = await runJobs(['list'], { WORKER_BACKENDS: url, W2MEET_DATA_DIR: folder.path })

  expect(output).toBe('No jobs were given up.')
})

test('a worker-service that cannot be reached is told in one sentence, without the password of RabbitMQ', async () => {
  const port = await freePort()

  const failed = await runJobs(['list'], { RABBITMQ_URL: 'amqp://me:secret@127.0.0.1:5672', PORT: String(port) })

  expect(failed).toEqual({
    code: 1,
    output: expect.stringMatching(
      `^worker-service cannot be reached; try again in a moment \\(127.0.0.1:${port} was asked, with the Case-Id \\S+\\)$`,
    ),
  })
})

test('a RabbitMQ that its worker-service cannot reach is told in one sentence', async () => {
  const url = `amqp://me:secret@127.0.0.1:${await freePort()}`
  const queues = openRabbitmqJobQueues({ url, name: 'away', kinds: JOB_KINDS })
  const app = createWorkerService({ queues, log: createLog('silent', { write() {} }) })
  await app.ready()
  const server = await openHttpServer(app.routing, { host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    await server.close()
    await queues.close()
  })

  const failed = await runJobs(['list'], { WORKER_BACKENDS: server.url })

  expect(failed).toEqual({
    code: 1,
    output: expect.stringMatching(
      `^rabbitmq cannot be reached; try again in a moment \\(127.0.0.1:${server.port} was asked, with the Case-Id \\S+\\)$`,
    ),
  })
})
