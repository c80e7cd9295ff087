import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freePort, openTemporaryFolder } from '@w2meet/test-servers'
import { vi } from 'vitest'
import { openCompose } from './compose-command.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const built = ['user-service', 'availability-service', 'suggestion-service', 'worker-service', 'nginx']

/** The system of docker-compose.yml, under a project name, with a port and volumes of its own. */
export type ComposeProject = {
  url: string
  /** Runs `docker-compose ARGS`: what it printed on both of its outputs. Rejects with that where it fails. */
  compose(...args: string[]): Promise<string>
  /** The log lines of all containers, parsed, since all were healthy. */
  logs(): Record<string, unknown>[]
  /** Removes the containers, their network and their volumes. */
  close(): Promise<void>
}

/** Builds the image and starts everything, with the settings of .env.example; resolves when the gateway reaches everybody. */
export async function startComposeProject(): Promise<ComposeProject> {
  await using opening = new AsyncDisposableStack()
  const folder = opening.adopt(await openTemporaryFolder('compose'), (one) => one.close())
  const override = join(folder.path, 'docker-compose.override.yml')
  // Where only the host reaches the package registry, a build in a network of its own does not.
  const services = Object.fromEntries(built.map((service) => [service, { build: { network: 'host' } }]))
  await writeFile(override, JSON.stringify({ services }))
  const address = `127.0.0.1:${await freePort()}`
  const url = `http://${address}`
  // The older builder is in every Docker, and can be given the host's network.
  const options = { cwd: root, env: { ...process.env, DOCKER_BUILDKIT: '0', GATEWAY_ADDRESS: address, LOG_LEVEL: 'info' } }
  const named = ['-p', `w2meet-test-${process.pid}`, '--env-file', `${root}.env.example`]
  const project = [...named, '-f', `${root}docker-compose.yml`, '-f', override]
  const { run: compose, argv, close } = await openCompose({ project, folder: folder.path, ...options })
  opening.defer(close)

  try {
    await compose('build')
    await compose('up', '-d')
    await vi.waitFor(() => isHealthy(`${url}/worker/health`), { timeout: 60_000, interval: 200 })
  } catch (error) {
    throw new Error(await compose('logs', '--no-color', '--tail=30'), { cause: error })
  }

  const [program = '', ...args] = argv
  const following = spawn(program, [...args, 'logs', '--no-color', '--no-log-prefix', '--follow', '--tail=0'], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  createInterface(following.stdout).on('line', (line) => lines.push(line))
  opening.defer(async () => {
    following.kill('SIGTERM')
    if (following.exitCode === null && following.signalCode === null) await once(following, 'exit')
  })

  const open = opening.move()
  return {
    url,
    compose,
    logs: () => lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)),
    close: () => open.disposeAsync(),
  }
}

async function isHealthy(url: string): Promise<void> {
  const { status } = await fetch(url)
  if (status !== 200) throw new Error(`${url} answered ${status}`)
}
