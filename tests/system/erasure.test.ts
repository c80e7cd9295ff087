import { join } from 'node:path'
import { JOB_KINDS, type TaskJob } from '@w2meet/contract'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { openPostgresPool } from '@w2meet/postgres/servers'
import { createLog } from '@w2meet/service-kit'
import { openEmbeddedDatabase } from '../../embedded/src/open-database.ts'
import { leaveFailed, readMessages } from '../../packages/job-queue/test/rabbitmq-messages.ts'
import { readRedis, tracesInTables } from '../../services/user-service/test/support/traces.ts'
import { createApi } from '../support/api.ts'
import { startDistributed } from '../support/distributed-system.ts'
import { startEmbedded, temporaryFolder } from '../support/embedded-process.ts'
import { tracesInFiles } from '../support/traces-in-files.ts'
import { describeErasure, type ErasableSystem } from './erasure-scenario.ts'

const IN_TABLES = [
  'announcements.meeting',
  'attendances.email',
  'idempotency_keys.answer',
  'idempotency_keys.people',
  'mails.recipient',
  'meetings.organizer',
  'users.email',
  'users.name',
]

/** The queue in which the worker leaves a task whose fifth attempt failed. */
const WAITING = 'meeting_jobs.retry.600000'

const anyOf =
  (words: readonly string[]) =>
  (text: string): boolean =>
    words.some((word) => text.toLowerCase().includes(word.toLowerCase()))

async function startErasableEmbedded(): Promise<ErasableSystem> {
  const folder = await temporaryFolder()
  const data = join(folder.path, 'data')
  const processes: ReturnType<typeof startEmbedded>[] = []
  let url = ''
  async function start(): Promise<void> {
    processes.push(startEmbedded({ W2MEET_DATA_DIR: data }))
    url = await processes.at(-1)!.ready()
  }
  async function stop(): Promise<void> {
    processes.at(-1)!.kill('SIGTERM')
    await processes.at(-1)!.ended
  }
  await start()

  return {
    api: () => createApi(url),
    logs: () => processes.flatMap((one) => one.logs()),
    async leaveTaskWaiting(task) {
      await stop()
      const file = join(data, 'jobs.sqlite')
      const queues = openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds: JOB_KINDS, retryDelaysMs: [3_600_000] })
      const queue = queues.queueOf('task')
      const failed = Promise.withResolvers<void>()
      const consumer = queue.consume(
        async () => Promise.reject(new Error(`${task.userId1} is not there now`)),
        () => failed.resolve(),
      )
      await queue.publish({ id: 'waits', caseId: 'case-1', body: { kind: 'task', task } satisfies TaskJob })
      await failed.promise
      await consumer.stop()
      await queues.close()
      await start()
    },
    async tracesOf(words) {
      // Traces in the mails and the file of jobs, which has a log of changes beside it; not in PostgreSQL's files, while it runs.
      const files = (await tracesInFiles(data, anyOf(words))).filter((trace) => /^jobs|eml$/.test(trace))
      await stop()
      const { pool, close } = await openEmbeddedDatabase(join(data, 'postgres'))
      const tables = await tracesInTables(pool, words)
      await close()
      await start()
      return [...tables, ...files]
    },
    async close() {
      await stop()
      await folder.remove()
    },
  }
}

async function startErasableDistributed(): Promise<ErasableSystem> {
  const mails = await temporaryFolder()
  const system = await startDistributed({ mailFolder: mails.path })
  const { postgres, redis, rabbitmq } = system.servers
  const { pool, close } = openPostgresPool({
    url: postgres.url,
    application: 'test',
    connections: 1,
    log: createLog('silent', { write() {} }),
  })
  const api = createApi(system.url)

  return {
    api: () => api,
    logs: system.logs,
    async leaveTaskWaiting(task) {
      const body: TaskJob = { kind: 'task', task }
      const failed = { id: 'waits', caseId: 'case-1', body, attempts: 5, error: `${task.userId1} is not there now` }
      await leaveFailed(rabbitmq.url, WAITING, failed)
    },
    async tracesOf(words) {
      const has = anyOf(words)
      const traces = await tracesInTables(pool, words)
      if ((await readRedis(redis.url)).some(({ key, value }) => has(key) || has(value))) traces.push('Redis')
      for (const queue of await rabbitmq.queues()) {
        if ((await readMessages(rabbitmq.url, queue)).some(has)) traces.push(queue)
      }
      return [...traces, ...(await tracesInFiles(mails.path, has))]
    },
    async close() {
      await close()
      await system.close()
      await mails.remove()
    },
  }
}

describeErasure('embedded: an erased person', startErasableEmbedded, [...IN_TABLES, 'jobs.sqlite', '*.eml'])
describeErasure('distributed: an erased person', startErasableDistributed, [
  ...IN_TABLES,
  'Redis',
  'meeting_jobs.dead',
  WAITING,
  '*.eml',
])
