import { fileURLToPath } from 'node:url'
import {
  openPostgres,
  openRabbitmq,
  openRedis,
  type PostgresServer,
  type RabbitmqServer,
  type RedisServer,
} from '@w2meet/test-servers'
import { type SpawnedProcess, spawnProcess } from './spawned-process.ts'

const services = fileURLToPath(new URL('../../services/', import.meta.url))

type ServiceProcess = SpawnedProcess & { service: string }

export type DistributedSystem = {
  url: string
  servers: { postgres: PostgresServer; redis: RedisServer; rabbitmq: RabbitmqServer }
  /** The replicas of a service. */
  replicasOf(service: string): ServiceProcess[]
  logs(): Record<string, unknown>[]
  close(): Promise<void>
}

/**
 * The system as processes over real servers: PostgreSQL, Redis, RabbitMQ; two user-services, two availability-services,
 * two suggestion-services, worker-service, and the gateway before them.
 */
export async function startDistributed(): Promise<DistributedSystem> {
  await using opening = new AsyncDisposableStack()
  const opened = <T extends { close(): unknown }>(thing: T): T => opening.adopt(thing, async () => void (await thing.close()))
  const processes: ServiceProcess[] = []

  async function start(service: string, environment: Record<string, string>): Promise<string> {
    const command = [process.execPath, `${services}run.ts`, service]
    const spawned = { service, ...spawnProcess(command, { PORT: '0', ...environment }) }
    processes.push(spawned)
    opening.defer(async () => {
      // A process that a test has frozen cannot end otherwise.
      spawned.kill('SIGCONT')
      spawned.kill('SIGTERM')
      await spawned.ended
    })
    return spawned.ready()
  }
  const twice = async (service: string, environment: Record<string, string>) =>
    (await Promise.all([start(service, environment), start(service, environment)])).join()

  const [postgres, redis, rabbitmq] = await Promise.all([
    openPostgres().then(opened),
    openRedis().then(opened),
    openRabbitmq().then(opened),
  ])
  const users = await twice('user-service', { DATABASE_URL: postgres.url, REDIS_URL: redis.url })
  const availabilities = await twice('availability-service', { USER_BACKENDS: users })
  const suggestions = await twice('suggestion-service', { AVAILABILITY_BACKENDS: availabilities })
  const worker = await start('worker-service', { SUGGESTION_BACKENDS: suggestions, RABBITMQ_URL: rabbitmq.url })
  const url = await start('gateway-service', {
    USER_BACKENDS: users,
    AVAILABILITY_BACKENDS: availabilities,
    SUGGESTION_BACKENDS: suggestions,
    WORKER_BACKENDS: worker,
  })

  const open = opening.move()
  return {
    url,
    servers: { postgres, redis, rabbitmq },
    replicasOf: (service) => processes.filter((one) => one.service === service),
    logs: () => processes.flatMap((one) => one.logs()),
    close: () => open.disposeAsync(),
  }
}
