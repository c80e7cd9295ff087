import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'

export type Compose = {
  /** Runs `docker-compose ARGS`: what it printed on both of its outputs. Rejects with that where it fails. */
  run(...args: string[]): Promise<string>
  /** Runs lines of shell, in which `docker-compose` is about this project, in the folder that is the project's own. */
  shell(script: string): Promise<string>
  /** For tests that start docker-compose in another way. */
  start: { program: string; args: readonly string[]; options: { cwd: string; env: NodeJS.ProcessEnv } }
  /** Removes the containers, their network and their volumes. */
  close(): Promise<void>
}

type Options = {
  cwd: string
  /** `COMPOSE_PROJECT_NAME` and `COMPOSE_FILE` name the project and its file. */
  env: NodeJS.ProcessEnv
  /** The folder is removed too where this process ends without closing the command. */
  folder: string
}

const DOWN = ['down', '--volumes', '--timeout', '5']
/** A shell that waits for the end of its input, which comes when no process holds the input any more. */
const WATCHDOG = 'read -r _; folder=$1; shift; "$@"; rm -rf "$folder"'

/**
 * docker-compose 1.29, or the plugin of Docker. The project that it starts is removed also where this process ends without
 * closing it, be it by Ctrl-C or SIGKILL.
 */
export async function openCompose({ cwd, env, folder }: Options): Promise<Compose> {
  const [program = '', ...first] = await findCompose()
  // In a session of its own, out of reach of the terminal's Ctrl-C.
  const watchdog = spawn('sh', ['-c', WATCHDOG, 'watchdog', folder, program, ...first, ...DOWN], {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })

  async function runProgram(command: readonly string[], place: string): Promise<string> {
    const [name = '', ...args] = command
    // The command holds the watchdog's input too: one that outlives these tests ends before the watchdog removes its project.
    const child = spawn(name, args, { cwd: place, env, stdio: ['ignore', 'pipe', 'pipe', watchdog.stdin] })
    const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'close')])
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code ?? signal}:\n${stdout}${stderr}`)
    return stdout + stderr
  }
  const run = (...args: string[]) => runProgram([program, ...first, ...args], cwd)
  const plugin = first.length === 0 ? '' : 'docker-compose() { docker compose "$@"; }\n'

  return {
    run,
    shell: (script) => runProgram(['bash', '-euo', 'pipefail', '-c', plugin + script], folder),
    start: { program, args: first, options: { cwd, env } },
    async close() {
      await run(...DOWN)
      const left = once(watchdog, 'exit')
      watchdog.kill('SIGKILL')
      await left
    },
  }
}

async function findCompose(): Promise<string[]> {
  for (const [program = '', ...args] of [['docker-compose'], ['docker', 'compose']]) {
    const found = await promisify(execFile)(program, [...args, 'version']).catch(() => undefined)
    if (found !== undefined) return [program, ...args]
  }
  throw new Error('This test needs Docker and docker-compose (on Debian: apt-get install docker.io docker-compose).')
}
