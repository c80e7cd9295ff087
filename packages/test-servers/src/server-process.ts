import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { SystemUser } from './server-user.ts'

export type ServerProcess = {
  pid: number
  /** Sends the signal and waits for the end. A process that is stopped (SIGSTOP) ends only by SIGKILL. */
  end(signal: NodeJS.Signals): Promise<void>
}

type Start = {
  program: string
  args: readonly string[]
  /** The text that the server writes once it serves. */
  ready: RegExp
  /** Removed too where this process ends without having ended the server. */
  folder: string
  user?: SystemUser | undefined
  environment?: Record<string, string>
}

/** How much of a server's output an error repeats when the server does not start. */
const LINES_KEPT = 20

/**
 * Starts a server and waits until it serves. It ends with this process however that ends, be it by Ctrl-C or SIGKILL.
 * Throws what it wrote where it ends before it serves.
 */
export async function startServer({ program, args, ready, folder, user, environment }: Start): Promise<ServerProcess> {
  // In a session of its own, out of reach of the terminal's Ctrl-C: it is ended after the tests, not before.
  const server = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    cwd: folder,
    ...user,
    ...environmentOf(environment),
  })
  const exited = once(server, 'exit')
  const { promise: serving, resolve, reject } = Promise.withResolvers<void>()
  const written: string[] = []
  for (const stream of [server.stdout, server.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      written.push(line)
      if (written.length > LINES_KEPT) written.shift()
      if (ready.test(line)) resolve()
    })
  }
  exited.then(() => reject(new Error(`${program} ended before it served:\n${written.join('\n')}`)), reject)
  // Started with the server, not when it serves: this process may end in between.
  const watchdog = server.pid === undefined ? undefined : watch(server.pid, folder)
  try {
    await serving
  } catch (error) {
    await watchdog?.leave()
    throw error
  }

  return {
    pid: server.pid!,
    async end(signal) {
      if (server.exitCode === null && server.signalCode === null) server.kill(signal)
      await exited
      await watchdog?.leave()
    },
  }
}

const environmentOf = (environment?: Record<string, string>) => (environment ? { env: { ...process.env, ...environment } } : {})

/**
 * A shell that waits for the end of its input, which the system brings about when this process ends, and then ends the
 * server, whatever state it is in, and removes its folder. SIGQUIT comes first: PostgreSQL gives back shared memory then.
 */
const WATCHDOG = 'read -r _; kill -CONT "$1"; kill -QUIT "$1" && sleep 1; kill -KILL "$1"; rm -rf "$2"'

function watch(pid: number, folder: string): { leave(): Promise<void> } {
  const shell: ChildProcess = spawn('sh', ['-c', WATCHDOG, 'watchdog', String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  const exited = once(shell, 'exit')
  return {
    async leave() {
      shell.kill('SIGKILL')
      await exited
    },
  }
}
