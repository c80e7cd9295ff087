import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort } from '@w2meet/test-servers'
import { expect, onTestFinished, vi } from 'vitest'
import type { Servers } from './over-servers.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

type ServiceProcess = ChildProcess & { exited: Promise<unknown[]> }

/** The service as a process, with nothing in its environment but these settings. Ends with the test. */
export function startProcess(settings: Record<string, string>): ServiceProcess {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, ...settings }, cwd: import.meta.dirname })
  onTestFinished(() => void child.kill('SIGKILL'))
  return Object.assign(child, { exited: once(child, 'exit') })
}

/** Where nobody is: the service does without, until it has mails to tell of. */
export const NO_RABBITMQ = 'amqp://127.0.0.1:1'

type Urls = { [Server in 'postgres' | 'redis']: Pick<Servers[Server], 'url'> }

export async function startServing({ postgres, redis }: Urls, rabbitmqUrl = NO_RABBITMQ) {
  const port = await freePort()
  const service = startProcess({ PORT: `${port}`, DATABASE_URL: postgres.url, REDIS_URL: redis.url, RABBITMQ_URL: rabbitmqUrl })
  const url = `http://127.0.0.1:${port}`
  await vi.waitFor(async () => expect((await fetch(`${url}/health`)).status).toBe(200), 10_000)
  return { service, port, url }
}
