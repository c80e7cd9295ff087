import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceName } from '@w2meet/contract'
import { openNginx, openPostgres, openRabbitmq, openRedis } from '@w2meet/test-servers'
import { nginxConf } from '../../services/gateway-service/src/nginx-conf.ts'
import type { Bench } from './bench.ts'
import { findFreePort } from './probe.ts'
import { createPeople, questions } from './questions.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { repository } from './servers.ts'
import { runWrk } from './wrk.ts'

/** The system as processes behind nginx. `pids` are those of each part, with all that it started. */
export type DistributedSystem = AsyncDisposable & { url: string; pids: ReadonlyMap<string, number[]> }
type WithDatabase = DistributedSystem & { databaseUrl: string }

const TIMEOUT_MS = 10_000

/**
 * PostgreSQL, Redis, RabbitMQ, a process for each service, and nginx with the configuration of the gateway. `nodeFlags`
 * are those of the process of a service. Mails go to `smtpUrl`, else into files.
 */
export async function startDistributed(
  bench: Bench,
  { nodeFlags = () => [], smtpUrl }: { nodeFlags?: (service: string) => readonly string[]; smtpUrl?: string } = {},
): Promise<WithDatabase> {
  await using opening = new AsyncDisposableStack()
  const opened = <T extends { close(): unknown }>(thing: T): T => opening.adopt(thing, async () => void (await thing.close()))
  const pids = new Map<string, number[]>()

  async function start(service: string, environment: Record<string, string>): Promise<string> {
    const port = await findFreePort()
    const started = await startServer({
      args: [...nodeFlags(service), 'services/run.ts', service],
      port,
      cwd: repository,
      env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'info', ...environment },
      stdoutFile: join(bench.folder, `${service}.log`),
      signal: bench.signal,
    })
    opening.use(started)
    pids.set(service, [started.pid])
    return started.url
  }

  const postgres = opened(await openPostgres())
  const redis = opened(await openRedis())
  const rabbitmq = opened(await openRabbitmq())
  const stores = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, RABBITMQ_URL: rabbitmq.url }
  const users = await start('user-service', stores)
  const availability = await start('availability-service', { USER_BACKENDS: users })
  const suggestion = await start('suggestion-service', { AVAILABILITY_BACKENDS: availability })
  const mail = { MAIL_DIR: join(bench.folder, 'mail'), ...(smtpUrl !== undefined && { SMTP_URL: smtpUrl }) }
  const worker = await start('worker-service', {
    SUGGESTION_BACKENDS: suggestion,
    USER_BACKENDS: users,
    RABBITMQ_URL: rabbitmq.url,
    ...mail,
  })
  const nginx = opened(
    await openGateway({
      'user-service': [users],
      'availability-service': [availability],
      'suggestion-service': [suggestion],
      'worker-service': [worker],
    }),
  )
  pids.set('nginx', [nginx.pid]).set('redis', [redis.pid]).set('postgresql', [postgres.pid])

  const open = opening.move()
  return { url: nginx.url, databaseUrl: postgres.url, pids, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

/** Makes the people, and asks until the code of all services is compiled. */
export async function prepare({ plan, signal, onProgress }: Bench, { url }: DistributedSystem): Promise<void> {
  await createPeople(url)
  onProgress(`Distributed: ${questions.length} × ${plan.compileSeconds} s of load before the first round …`)
  for (const { path } of questions) await runWrk(url + path, { connections: 64, seconds: plan.compileSeconds, signal })
}

/** A hello in the place of every service, behind an nginx of its own with the same configuration. */
export async function startHelloBehindNginx(hello: ServerProcess): Promise<DistributedSystem> {
  const urls = [hello.url]
  const nginx = await openGateway({
    'user-service': urls,
    'availability-service': urls,
    'suggestion-service': urls,
    'worker-service': urls,
  })
  const pids = new Map([
    ['nginx', [nginx.pid]],
    ['hello', [hello.pid]],
  ])
  return { url: nginx.url, pids, [Symbol.asyncDispose]: () => nginx.close() }
}

function openGateway(urls: Record<ServiceName, readonly string[]>) {
  const hosts = Object.fromEntries(Object.entries(urls).map(([service, all]) => [service, all.map((url) => new URL(url).host)]))
  const replicas = hosts as Record<ServiceName, string[]>
  return openNginx(({ listen, folder }) => {
    // No names but those of loopback, which the configuration knows by itself, and no pages, which nobody asks for.
    for (const map of ['allowed-hosts.map', 'public-origin.map', 'pages.map']) writeFileSync(join(folder, map), '')
    const siteFolder = folder
    return nginxConf({
      listen,
      replicas,
      stateFolder: folder,
      siteFolder,
      accessLog: join(folder, 'access.log'),
      timeoutMs: TIMEOUT_MS,
    })
  })
}
