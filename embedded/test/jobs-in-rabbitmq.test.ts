import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { JOB_KINDS } from '@w2meet/contract'
import { Unhandleable } from '@w2meet/job-queue'
import { openRabbitmqJobQueues } from '@w2meet/job-queue/rabbitmq'
import { freePort, openRabbitmq, type RabbitmqServer } from '@w2meet/test-servers'
import { afterAll, beforeAll, expect, test } from 'vitest'

let broker: RabbitmqServer
beforeAll(async () => {
  broker = await openRabbitmq()
})
afterAll(() => broker.close())

const command = fileURLToPath(new URL('../src/jobs.ts', import.meta.url))

/** What `npm run jobs -- …` says where RABBITMQ_URL is set. */
async function jobs(url: string, ...words: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, RABBITMQ_URL: url, QUEUE_NAME: 'jobs' }
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...words], { env, cwd: import.meta.dirname })
  return stdout.trim()
}

test('jobs given up in RabbitMQ are listed with their kind and their reason, and handled once they are sent again', async () => {
  const queues = openRabbitmqJobQueues({ url: broker.url, name: 'jobs', kinds: JOB_KINDS })
  const queue = queues.queueOf('mail')
  const died = Promise.withResolvers<void>()
  const done = Promise.withResolvers<void>()
  let broken = true
  queue.consume(
    async () => {
      if (broken) throw new Unhandleable('not today')
      done.resolve()
    },
    () => died.resolve(),
  )
  await queue.publish({ id: 'job-1', caseId: 'case-1', body: { reference: '7' } })
  await died.promise
  broken = false

  const listed = await jobs(broker.url, 'list')
  const said = await jobs(broker.url, 'retry', 'job-1')
  await done.promise

  expect(listed).toMatch(/^job-1 {2}mail given up \S+Z after 1 attempt\n {2}reason {3}not today\n {2}case {5}case-1\n/)
  expect(said).toBe('Job job-1 is sent again.')
  expect(await jobs(broker.url, 'list')).toBe('No jobs were given up.')
  await queues.close()
})

test('a RabbitMQ that cannot be reached is told in one sentence, without its password', async () => {
  const port = await freePort()

  const failed = await jobs(`amqp://me:secret@127.0.0.1:${port}`, 'list').catch((error) => error)

  expect(failed.code).toBe(1)
  expect(failed.stderr).toMatch(new RegExp(`^RabbitMQ at 127.0.0.1:${port} cannot be used: .*\\.\n$`))
})
