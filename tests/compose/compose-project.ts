import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { freePort, openTemporaryFolder } from '@w2meet/test-servers'
import { vi } from 'vitest'
import { openCompose } from './compose-command.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const built = ['user-service', 'availability-service', 'suggestion-service', 'worker-service', 'nginx']

/** The bytes with which docker compose v2 begins each line, also where no terminal is. */
const CLEARED_LINE = '\u001b[2K'

/** The system of docker-compose.yml, under a project name, with a port and volumes of its own. */
export type ComposeProject = {
  url: string
  /** Runs `docker-compose ARGS`: what it printed on both of its outputs. Rejects with that where it fails. */
  compose(...args: string[]): Promise<string>
  /** Runs lines of shell in a folder of its own; `docker-compose` in them is about this project. */
  shell(script: string): Promise<string>
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
  // Where only the host reaches the package registry, a build in a network of its own cannot.
  const services = Object.fromEntries(built.map((service) => [service, { build: { network: 'host' } }]))
  await writeFile(override, JSON.stringify({ services }))
  const address = `127.0.0.1:${await freePort()}`
  const url = `http://${address}`
  const env = {
    ...process.env,
    ...parseEnv(await readFile(`${root}.env.example`, 'utf8')),
    COMPOSE_PROJECT_NAME: `w2meet-test-${process.pid}`,
    COMPOSE_FILE: `${root}docker-compose.yml:${override}`,
    // The older builder is in every Docker, and accepts the host's network.
    DOCKER_BUILDKIT: '0',
    GATEWAY_ADDRESS: address,
    LOG_LEVEL: 'info',
  }
  const { run: compose, shell, start, close } = await openCompose({ cwd: root, env, folder: folder.path })
  opening.defer(close)

  try {
    await compose('build')
    await compose('up', '-d')
    await vi.waitFor(() => isHealthy(`${url}/worker/health`), { timeout: 60_000, interval: 200 })
  } catch (error) {
    throw new Error(await compose('logs', '--no-color', '--tail=30'), { cause: error })
  }

  const follow = ['logs', '--no-color', '--no-log-prefix', '--follow', '--tail=0']
  const following = spawn(start.program, [...start.args, ...follow], { ...start.options, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  createInterface(following.stdout).on('line', (line) => lines.push(line.replace(CLEARED_LINE, '')))
  opening.defer(async () => {
    following.kill('SIGTERM')
    if (following.exitCode === null && following.signalCode === null) await once(following, 'exit')
  })

  const open = opening.move()
  return {
    url,
    compose,
    shell,
    logs: () => lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)),
    close: () => open.disposeAsync(),
  }
}

async function isHealthy(url: string): Promise<void> {
  const { status } = await fetch(url)
  if (status !== 200) throw new Error(`${url} answered ${status}`)
}
