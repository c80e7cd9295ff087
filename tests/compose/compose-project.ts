import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort, openTemporaryFolder } from '@w2meet/test-servers'
import { vi } from 'vitest'

const run = promisify(execFile)
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
  const [program = '', ...plugin] = await findCompose()
  const folder = opening.adopt(await openTemporaryFolder('compose'), (one) => one.close())
  const override = join(folder.path, 'docker-compose.override.yml')
  // Where only the host reaches the package registry, a build in a network of its own does not.
  const services = Object.fromEntries(built.map((service) => [service, { build: { network: 'host' } }]))
  await writeFile(override, JSON.stringify({ services }))
  const address = `127.0.0.1:${await freePort()}`
  const url = `http://${address}`
  const inProject = [...plugin, '-p', `w2meet-test-${process.pid}`, '--env-file', `${root}.env.example`]
  const args = [...inProject, '-f', `${root}docker-compose.yml`, '-f', override]
  // The older builder is in every Docker, and can be given the host's network.
  const options = { cwd: root, env: { ...process.env, DOCKER_BUILDKIT: '0', GATEWAY_ADDRESS: address, LOG_LEVEL: 'info' } }

  async function compose(...more: string[]): Promise<string> {
    try {
      const { stdout, stderr } = await run(program, [...args, ...more], { ...options, maxBuffer: 2 ** 28 })
      return stdout + stderr
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string }
      throw new Error(`docker-compose ${more.join(' ')} failed:\n${stdout}${stderr}`, { cause: error })
    }
  }

  opening.defer(async () => void (await compose('down', '--volumes', '--timeout', '5')))
  try {
    await compose('build')
    await compose('up', '-d')
    await vi.waitFor(() => isHealthy(`${url}/worker/health`), { timeout: 60_000, interval: 200 })
  } catch (error) {
    throw new Error(await compose('logs', '--no-color', '--tail=30'), { cause: error })
  }

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

/** docker-compose 1.29, or the plugin of Docker. */
async function findCompose(): Promise<string[]> {
  for (const [program = '', ...args] of [['docker-compose'], ['docker', 'compose']]) {
    const found = await run(program, [...args, 'version']).catch(() => undefined)
    if (found !== undefined) return [program, ...args]
  }
  throw new Error('This test needs Docker and docker-compose (on Debian: apt-get install docker.io docker-compose).')
}

async function isHealthy(url: string): Promise<void> {
  const { status } = await fetch(url)
  if (status !== 200) throw new Error(`${url} answered ${status}`)
}
