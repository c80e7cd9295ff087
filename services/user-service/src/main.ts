import { JOB_KINDS, type JobKind } from '@w2meet/contract'
import { openRabbitmqJobQueues } from '@w2meet/job-queue/rabbitmq'
import { createDatabase, migrationsOf, removalsOf } from '@w2meet/postgres'
import { migrateDatabase, openPostgresListener, openPostgresPool } from '@w2meet/postgres/servers'
import { daysMs, minutesOf, runService, startSweep, systemClock } from '@w2meet/service-kit'
import { createUserService, openOutboxRelay } from './app.ts'
import { readConfig } from './config.ts'
import { openSharedCache } from './people/cache/shared-cache.ts'

const application = 'user-service'
/** Connections of each pool. Changes that wait for locks hold those of one pool, and leave the other to reads. */
const CONNECTIONS = 10

await runService(
  application,
  () => readConfig(process.env),
  async ({ DATABASE_URL: url, REDIS_URL, TTL_SECONDS, RABBITMQ_URL, QUEUE_NAME, ...config }, { log, opened }) => {
    const openPool = (connections: number, timeoutMs: number) =>
      opened(openPostgresPool({ url, application, connections, timeoutMs, log }), 'PostgreSQL').pool
    const database = createDatabase(openPool(CONNECTIONS, 3_000), openPool(CONNECTIONS, 3_000))
    const leasePool = openPool(1, 1_000)
    const cache = opened(await openSharedCache({ url: REDIS_URL, ttlMs: TTL_SECONDS * 1_000, pool: leasePool, log }), 'Redis')

    const reminderMinutes = minutesOf(config.REMINDER_MINUTES)
    const keptMs = { meetings: daysMs(config.KEEP_MEETINGS_DAYS), mails: daysMs(config.KEEP_MAILS_DAYS) }
    const service = createUserService({
      database,
      cache,
      reminderMinutes,
      publicUrl: config.PUBLIC_URL,
      keptMs,
      clock: systemClock,
      log,
    })
    await migrateDatabase({ url, migrations: migrationsOf(service.domains), log })

    const queues = opened(openRabbitmqJobQueues({ url: RABBITMQ_URL, name: QUEUE_NAME, kinds: JOB_KINDS, log }), 'RabbitMQ')
    const relay = await openOutboxRelay({
      database,
      publish: async (kind, job) => queues.queueOf(kind as JobKind).publish(job),
      listen: (channel, heard) => void opened(openPostgresListener({ url, application, channel, heard, log }), 'PostgreSQL'),
      clock: systemClock,
      log,
    })
    opened(relay, 'the relay of jobs, to RabbitMQ from PostgreSQL')
    opened(startSweep({ removals: removalsOf(service.domains), clock: systemClock, log }), 'the sweep of PostgreSQL')
    return service
  },
)
