import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A process of the system, and its output. */
export type SpawnedProcess = {
  pid: number
  output: string[]
  /** The URL of the ready line. Rejects with the output where the process ends before. */
  ready(): Promise<string>
  /** The log lines, parsed. */
  logs(): Record<string, unknown>[]
  kill(signal: NodeJS.Signals): void
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>
}

const READY_WITHIN_MS = 55_000
/** Where Node.js keeps compiled code between starts, a third of whose time is compiling. */
const NODE_COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/w2meet/compiled', import.meta.url))

const running = new Set<ChildProcess>()

/** Runs a command with nothing in its environment but the given variables, and the folder of compiled code. */
export function spawnProcess([program = '', ...args]: string[], environment: Record<string, string>): SpawnedProcess {
  const { PATH = '' } = process.env
  const child = spawn(program, args, {
    env: { PATH, NODE_COMPILE_CACHE, ...environment },
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const output: string[] = []
  const readyAt = Promise.withResolvers<string>()
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      output.push(line)
      const url = /ready at (http:[^\s"]+)/.exec(line)?.[1]
      if (url !== undefined) readyAt.resolve(url)
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child)
    return (signal as NodeJS.Signals | null) ?? (code as number)
  })

  return {
    pid: child.pid!,
    output,
    async ready() {
      const failed = async (why: string) => {
        throw new Error(`${why}: ${output.join('\n')}`)
      }
      return Promise.race([
        readyAt.promise,
        ended.then((code) => failed(`ended with ${code}`)),
        delay(READY_WITHIN_MS, undefined, { ref: false }).then(() => failed('not ready')),
      ])
    },
    logs: () => output.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)),
    kill: (signal) => void child.kill(signal),
    ended,
  }
}

/** Ends the processes that a failed test left running. */
export async function endLeftProcesses(): Promise<void> {
  const left = [...running]
  for (const child of left) child.kill('SIGKILL')
  await Promise.all(left.map((child) => once(child, 'close')))
}
