import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DEADLINES_MS, urlsOf } from '@w2meet/service-kit'
import {
  openPostgres,
  openRabbitmq,
  openRedis,
  type PostgresServer,
  type RabbitmqServer,
  type RedisServer,
} from '@w2meet/test-servers'
import { openNginxGateway } from '../../services/gateway-service/test/open-nginx-gateway.ts'
import { type SpawnedProcess, spawnProcess } from './spawned-process.ts'

const services = fileURLToPath(new URL('../../services/', import.meta.url))

type ServiceProcess = SpawnedProcess & { service: string; url: string; environment: Record<string, string> }

export type DistributedSystem = {
  /** gateway-service. */
  url: string
  /** Both entrances to the same replicas. */
  gateways: { 'gateway-service': string; nginx: string }
  servers: { postgres: PostgresServer; redis: RedisServer; rabbitmq: RabbitmqServer }
  /** The replicas of a service, in the order in which they were started. */
  replicasOf(service: string): ServiceProcess[]
  /** Kills it at once (SIGKILL) and starts it again at the same address; `whileDead` comes in between. */
  restart(process: ServiceProcess, whileDead?: () => Promise<void>): Promise<void>
  logs(): Record<string, unknown>[]
  close(): Promise<void>
}

/**
 * The system as processes over real servers: PostgreSQL, Redis, RabbitMQ; two user-services, two availability-services,
 * two suggestion-services, worker-service, and before them gateway-service as well as nginx.
 */
export async function startDistributed({
  smtpUrl,
  mailFolder,
}: {
  smtpUrl?: string
  /** Where mails are written without `smtpUrl`. */
  mailFolder?: string
} = {}): Promise<DistributedSystem> {
  await using opening = new AsyncDisposableStack()
  const opened = <T extends { close(): unknown }>(thing: T): T => opening.adopt(thing, async () => void (await thing.close()))
  const processes: ServiceProcess[] = []

  async function start(service: string, environment: Record<string, string>): Promise<string> {
    const command = [process.execPath, `${services}run.ts`, service]
    const spawned = { service, url: '', environment, ...spawnProcess(command, { PORT: '0', ...environment }) }
    processes.push(spawned)
    spawned.url = await spawned.ready()
    return spawned.url
  }
  const twice = async (service: string, environment: Record<string, string>) =>
    (await Promise.all([start(service, environment), start(service, environment)])).join()

  const [postgres, redis, rabbitmq] = await Promise.all([
    openPostgres().then(opened),
    openRedis().then(opened),
    openRabbitmq().then(opened),
  ])
  opening.defer(async () => {
    for (const spawned of processes.toReversed()) {
      // A process that a test has frozen cannot end otherwise.
      spawned.kill('SIGCONT')
      spawned.kill('SIGTERM')
      await spawned.ended
    }
  })
  const stores = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, RABBITMQ_URL: rabbitmq.url }
  const users = await twice('user-service', stores)
  const availabilities = await twice('availability-service', { USER_BACKENDS: users })
  const suggestions = await twice('suggestion-service', { AVAILABILITY_BACKENDS: availabilities })
  const worker = await start('worker-service', {
    SUGGESTION_BACKENDS: suggestions,
    USER_BACKENDS: users,
    RABBITMQ_URL: rabbitmq.url,
    ...(smtpUrl === undefined ? {} : { SMTP_URL: smtpUrl }),
    ...(mailFolder === undefined ? {} : { MAIL_DIR: mailFolder }),
  })
  const url = await start('gateway-service', {
    USER_BACKENDS: users,
    AVAILABILITY_BACKENDS: availabilities,
    SUGGESTION_BACKENDS: suggestions,
    WORKER_BACKENDS: worker,
  })

  const replicas = {
    'user-service': urlsOf(users),
    'availability-service': urlsOf(availabilities),
    'suggestion-service': urlsOf(suggestions),
    'worker-service': urlsOf(worker),
  }
  const nginx = opened(await openNginxGateway(replicas, { timeoutMs: DEADLINES_MS.gateway }))

  async function restart(dead: ServiceProcess, whileDead = async () => {}): Promise<void> {
    dead.kill('SIGKILL')
    await dead.ended
    await whileDead()
    await start(dead.service, { ...dead.environment, PORT: new URL(dead.url).port })
  }

  const open = opening.move()
  return {
    url,
    gateways: { 'gateway-service': url, nginx: nginx.url },
    servers: { postgres, redis, rabbitmq },
    replicasOf: (service) => processes.filter((one) => one.service === service),
    restart,
    logs: () => [...processes.flatMap((one) => one.logs()), ...linesOf(nginx.accessLog)],
    close: () => open.disposeAsync(),
  }
}

/** The lines that are complete, parsed. */
function linesOf(file: string): Record<string, unknown>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}
