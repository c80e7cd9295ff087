import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'

/** The command that takes `up`, `exec` and so on, for one project. */
export type ComposeCommand = {
  /** Runs it with these arguments: what it printed on both of its outputs. Rejects with that where it fails. */
  run(...args: string[]): Promise<string>
  /** The program and its first arguments, for who starts it in another way. */
  argv: readonly string[]
  /** Removes the containers, their network and their volumes. */
  close(): Promise<void>
}

type Options = {
  /** Those of docker-compose itself, which say the project and its files. */
  project: readonly string[]
  cwd: string
  env: NodeJS.ProcessEnv
  /** Removed too where this process ends without closing it. */
  folder: string
}

const DOWN = ['down', '--volumes', '--timeout', '5']
/** A shell that waits for the end of its input, which comes when nobody holds it any more. */
const WATCHDOG = 'read -r _; folder=$1; shift; "$@"; rm -rf "$folder"'

/**
 * docker-compose 1.29, or the plugin of Docker. What it starts is removed also where this process ends without closing it,
 * be it by Ctrl-C or SIGKILL.
 */
export async function openCompose({ project, cwd, env, folder }: Options): Promise<ComposeCommand> {
  const argv = [...(await findCompose()), ...project]
  const [program = '', ...first] = argv
  // In a session of its own, out of reach of the terminal's Ctrl-C.
  const watchdog = spawn('sh', ['-c', WATCHDOG, 'watchdog', folder, ...argv, ...DOWN], {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })

  async function run(...args: string[]): Promise<string> {
    // It holds the watchdog's input too: one that goes on after these tests ends before what it started is removed.
    const child = spawn(program, [...first, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe', watchdog.stdin] })
    const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'close')])
    if (code !== 0) throw new Error(`docker-compose ${args.join(' ')} ended with ${code ?? signal}:\n${stdout}${stderr}`)
    return stdout + stderr
  }

  return {
    run,
    argv,
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
