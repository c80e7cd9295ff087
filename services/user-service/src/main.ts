import { JOB_KINDS } from '@w2meet/contract'
import { openRabbitmqJobQueues } from '@w2meet/job-queue/rabbitmq'
import { minutesOf, runService, systemClock } from '@w2meet/service-kit'
import { createDatabase, createUserService, type Publish, RELAY_CHANNEL, startOutboxRelay } from './app.ts'
import { readConfig } from './config.ts'
import { openSharedCache } from './people/cache/shared-cache.ts'
import { openPostgresListener } from './postgres/listener.ts'
import { migrateDatabase } from './postgres/migrate-database.ts'
import { openPostgresPool } from './postgres/pool.ts'

await runService(
  'user-service',
  () => readConfig(process.env),
  async ({ DATABASE_URL: url, REDIS_URL, TTL_SECONDS, RABBITMQ_URL, QUEUE_NAME, REMINDER_MINUTES }, { log, opened }) => {
    await migrateDatabase({ url, log })
    const { pool } = opened(openPostgresPool({ url, connections: 20, timeoutMs: 3_000, log }))
    const { pool: trustPool } = opened(openPostgresPool({ url, connections: 1, timeoutMs: 1_000, log }))
    const cache = opened(await openSharedCache({ url: REDIS_URL, ttlMs: TTL_SECONDS * 1_000, pool: trustPool, log }))

    const database = createDatabase(pool)
    const queues = opened(openRabbitmqJobQueues({ url: RABBITMQ_URL, name: QUEUE_NAME, kinds: JOB_KINDS, log }))
    const publish: Publish = (kind, job) => queues.queueOf(kind).publish(job)
    const relay = opened(startOutboxRelay({ database, publish, clock: systemClock, log }))
    opened(openPostgresListener({ url, channel: RELAY_CHANNEL, heard: relay.wake, log }))

    return createUserService({ database, cache, reminderMinutes: minutesOf(REMINDER_MINUTES), clock: systemClock, log })
  },
)
