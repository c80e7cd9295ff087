import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DEADLINES_MS } from '@w2meet/service-kit'
import {
  freePort,
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
  servers: SharedServers
  /** The replicas of a service, in the order in which they were started. */
  replicasOf(service: string): ServiceProcess[]
  /** Kills a process at once (SIGKILL) and starts it again at the same address; `whileDead` runs in between. */
  restart(process: ServiceProcess, whileDead?: () => Promise<void>): Promise<void>
  logs(): Record<string, unknown>[]
  close(): Promise<void>
}

/** The servers that the services share. */
export type SharedServers = { postgres: PostgresServer; redis: RedisServer; rabbitmq: RabbitmqServer }

export async function openSharedServers(): Promise<SharedServers & { close(): Promise<void> }> {
  await using opening = new AsyncDisposableStack()
  const opened = <T extends { close(): Promise<void> }>(server: T): T => opening.adopt(server, ({ close }) => close())
  const [postgres, redis, rabbitmq] = await Promise.all([
    openPostgres().then(opened),
    openRedis().then(opened),
    openRabbitmq().then(opened),
  ])
  const open = opening.move()
  return { postgres, redis, rabbitmq, close: () => open.disposeAsync() }
}

type Options = {
  smtpUrl?: string
  /** The folder to which the worker writes mails without `smtpUrl`. */
  mailFolder?: string
  /** The servers to use, which stay; by default the system has servers of its own. */
  servers?: SharedServers
}

/**
 * The system as processes over real servers: PostgreSQL, Redis, RabbitMQ; two user-services, two availability-services,
 * two suggestion-services, worker-service, and before them gateway-service as well as nginx.
 */
export async function startDistributed({ smtpUrl, mailFolder, servers: given }: Options = {}): Promise<DistributedSystem> {
  await using opening = new AsyncDisposableStack()
  const opened = <T extends { close(): unknown }>(thing: T): T => opening.adopt(thing, async () => void (await thing.close()))
  const processes: ServiceProcess[] = []

  async function start(service: string, url: string, environment: Record<string, string>): Promise<void> {
    const command = [process.execPath, `${services}run.ts`, service]
    const spawned = spawnProcess(command, { PORT: new URL(url).port, ...environment })
    processes.push({ service, url, environment, ...spawned })
    await spawned.ready()
  }

  const servers = given ?? opened(await openSharedServers())
  const { postgres, redis, rabbitmq } = servers
  opening.defer(async () => {
    for (const spawned of processes.toReversed()) {
      // A process that a test has frozen cannot end otherwise.
      spawned.kill('SIGCONT')
      spawned.kill('SIGTERM')
      await spawned.ended
    }
  })
  const stores = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, RABBITMQ_URL: rabbitmq.url }
  const replicas = {
    'user-service': [await freeUrl(), await freeUrl()],
    'availability-service': [await freeUrl(), await freeUrl()],
    'suggestion-service': [await freeUrl(), await freeUrl()],
    'worker-service': [await freeUrl()],
  }
  const backends = {
    USER_BACKENDS: replicas['user-service'].join(),
    AVAILABILITY_BACKENDS: replicas['availability-service'].join(),
    SUGGESTION_BACKENDS: replicas['suggestion-service'].join(),
    WORKER_BACKENDS: replicas['worker-service'].join(),
  }
  const environments = {
    'user-service': stores,
    'availability-service': backends,
    'suggestion-service': backends,
    'worker-service': {
      ...backends,
      RABBITMQ_URL: rabbitmq.url,
      ...(smtpUrl === undefined ? {} : { SMTP_URL: smtpUrl }),
      ...(mailFolder === undefined ? {} : { MAIL_DIR: mailFolder }),
    },
  }
  const url = await freeUrl()
  // Starts all at once: a service starts without the services that it calls.
  await Promise.all([
    ...(Object.keys(replicas) as (keyof typeof replicas)[]).flatMap((service) =>
      replicas[service].map((replica) => start(service, replica, environments[service])),
    ),
    start('gateway-service', url, backends),
  ])
  const nginx = opened(await openNginxGateway(replicas, { timeoutMs: DEADLINES_MS.gateway }))

  async function restart(dead: ServiceProcess, whileDead = async () => {}): Promise<void> {
    dead.kill('SIGKILL')
    await dead.ended
    await whileDead()
    await start(dead.service, dead.url, dead.environment)
  }

  const open = opening.move()
  return {
    url,
    gateways: { 'gateway-service': url, nginx: nginx.url },
    servers,
    replicasOf: (service) => processes.filter((one) => one.service === service),
    restart,
    logs: () => [...processes.flatMap((one) => one.logs()), ...linesOf(nginx.accessLog)],
    close: () => open.disposeAsync(),
  }
}

const freeUrl = async () => `http://127.0.0.1:${await freePort()}`

/** The lines that are complete, parsed. */
function linesOf(file: string): Record<string, unknown>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}
