import { createAvailabilityService } from '@w2meet/availability-service'
import { JOB_KINDS, type JobKind } from '@w2meet/contract'
import { createGateway, createInProcessUpstream } from '@w2meet/gateway-service'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { createDatabase, migrate, migrationsOf, type PublishJob, removalsOf } from '@w2meet/postgres'
import {
  createInProcessClient,
  DEADLINES_MS,
  type HttpApp,
  type Log,
  openHttpServer,
  startSweep,
  systemClock,
} from '@w2meet/service-kit'
import { createSuggestionService } from '@w2meet/suggestion-service'
import { createMemoryCache, createUserService, openOutboxRelay } from '@w2meet/user-service'
import { consumeJobs, createRemovals, createWorkerService, openMailer, watchMailer } from '@w2meet/worker-service'
import { createCopyingApp } from './backup/copying-app.ts'
import { openDataFolder } from './data-folder.ts'
import { databaseDamaged, openEmbeddedDatabase } from './open-database.ts'
import { openOperatorSocket } from './operator-socket.ts'

export type SystemOptions = {
  host: string
  /** 0 takes a free port. */
  port: number
  dataFolder: string
  cacheTtlMs: number
  queueName: string
  reminderMinutes: readonly number[]
  /** Without a URL the worker writes mails to the data folder. */
  mail: { url: string | undefined; from: string }
  /** Where people reach the system; where undefined, at this host and port. */
  publicUrl: string | undefined
  /** Further names by which people reach it. */
  allowedHosts?: readonly string[]
  /** How long what is over is kept; what is left out, for ever. */
  keptMs?: { meetings?: number | undefined; mails?: number | undefined; jobs?: number | undefined }
  retryDelaysMs?: readonly number[]
  log: Log
  onProgress: (line: string) => void
}

export type System = {
  url: string
  /** Where the mails go: `written to ./data/mail`. */
  mails: string
  /** Drains, and closes everything in the reverse order of its opening. */
  close(): Promise<void>
  /** What it closes now, or closed last, where that has a name. */
  closing(): string | undefined
}

const REPLICAS = 2
/** In tests the parts of the system exchange the same values as over HTTP. */
const serializesBulk = process.env.NODE_ENV === 'test'

/** Opens the whole system in this process: its map. Where a step fails, the parts that are open already are closed. */
export async function openSystem({
  host,
  port,
  dataFolder,
  cacheTtlMs,
  queueName,
  reminderMinutes,
  mail,
  publicUrl = `http://localhost:${port}`,
  allowedHosts = [],
  keptMs = {},
  retryDelaysMs,
  log,
  onProgress,
}: SystemOptions): Promise<System> {
  const clock = systemClock
  await using opening = new AsyncDisposableStack()
  let closing: string | undefined
  const opened = <T extends { close(): unknown }>(thing: T, name?: string): T =>
    opening.adopt(thing, async () => {
      closing = name
      await thing.close()
    })
  const replicas = async (count: number, create: () => HttpApp) => {
    const apps = Array.from({ length: count }, () => opened(create()))
    await Promise.all(apps.map((app) => app.ready()))
    return apps
  }
  const clientOf = (service: keyof typeof DEADLINES_MS, apps: HttpApp[]) =>
    createInProcessClient(service, apps, clock, { timeoutMs: DEADLINES_MS[service], serializesBulk })

  const folder = opened(await openDataFolder(dataFolder, onProgress))
  const { pool, listen, atRest } = opened(await openEmbeddedDatabase(folder.database), 'the database')
  const database = createDatabase(pool)
  const cache = createMemoryCache({ ttlMs: cacheTtlMs })
  const user = opened(createUserService({ database, cache, reminderMinutes, publicUrl, keptMs, clock, log }))
  await migrate(database, { migrations: migrationsOf(user.domains) }).catch((error) => {
    throw databaseDamaged(folder.database, error)
  })
  await user.ready()

  const delays = retryDelaysMs && { retryDelaysMs }
  const queueLog = log.child({ service: 'worker-service' })
  const queues = opened(openEmbeddedJobQueues({ name: queueName, file: folder.jobs, kinds: JOB_KINDS, ...delays, log: queueLog }))
  const publish: PublishJob = async (kind, job) => queues.queueOf(kind as JobKind).publish(job)
  opened(await openOutboxRelay({ database, publish, listen, clock, log }))
  const { mailer, health: mailHealth } = watchMailer(opened(openMailer({ ...mail, folder: `${dataFolder}/mail` })), clock)

  const userService = clientOf('user-service', [user])
  const availabilities = await replicas(REPLICAS, () => createAvailabilityService({ userService, clock, log }))
  const availabilityService = clientOf('availability-service', availabilities)
  const suggestions = await replicas(REPLICAS, () => createSuggestionService({ availabilityService, clock, log }))
  const suggestionService = clientOf('suggestion-service', suggestions)
  const workers = await replicas(1, () => createWorkerService({ queues, userService, mail: mailHealth, log }))
  const consumer = consumeJobs({ queues, suggestionService, userService, mailer, publicUrl, log })
  opened({ close: consumer.stop }, 'jobs in hand')
  const removals = { ...removalsOf(user.domains), ...createRemovals({ queues, mailer, keptMs }) }
  opened(startSweep({ removals, clock, log }))

  const services = {
    'user-service': [user],
    'availability-service': availabilities,
    'suggestion-service': suggestions,
    'worker-service': workers,
  }
  const ownApps = await replicas(1, () => createCopyingApp({ folder, atRest, log }))
  opened(await openOperatorSocket({ ...services, 'embedded-system': ownApps }, { folder: dataFolder, log }))
  const upstreams = mapReplicas(services, createInProcessUpstream)
  const gateway = opened(await createGateway({ upstreams, names: { publicUrl, allowedHosts }, clock, log }))
  const server = opened(
    await openHttpServer(gateway.routing, { host, port, log: log.child({ service: 'gateway-service' }) }),
    'requests in hand',
  )

  const open = opening.move()
  return { url: server.url, mails: mailer.destination, close: () => open.disposeAsync(), closing: () => closing }
}

/** The same services, each replica as something else. */
function mapReplicas<Name extends string, T>(services: Record<Name, HttpApp[]>, map: (app: HttpApp) => T): Record<Name, T[]> {
  const entries = Object.entries<HttpApp[]>(services).map(([name, apps]) => [name, apps.map(map)])
  return Object.fromEntries(entries) as Record<Name, T[]>
}
