import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'

const project = fileURLToPath(new URL('../..', import.meta.url))
const main = join(project, 'embedded/src/main.ts')
const jobs = join(project, 'embedded/src/jobs.ts')

/** A process of the embedded system as `npm start` runs it, and what it printed. */
export type EmbeddedProcess = {
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

const running = new Set<ChildProcess>()

export function startEmbedded(environment: Record<string, string>): EmbeddedProcess {
  return start([process.execPath, main], { HOST: '127.0.0.1', PORT: '0', ...environment })
}

/** The same by the command a user gives. */
export function startByNpm(environment: Record<string, string>): EmbeddedProcess {
  return start(['npm', 'start', '--prefix', project], { PORT: '0', ...environment })
}

/** Runs `npm run jobs -- …` to its end. */
export async function runJobs(args: string[], environment: Record<string, string>): Promise<{ code: unknown; output: string }> {
  const { ended, output } = start([process.execPath, jobs, ...args], environment)
  const code = await ended
  return { code, output: output.join('\n') }
}

function start([program = '', ...args]: string[], environment: Record<string, string>): EmbeddedProcess {
  const { PATH = '' } = process.env
  const child = spawn(program, args, {
    env: { PATH, ...environment },
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => output.push(line))
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child)
    return (signal as NodeJS.Signals | null) ?? (code as number)
  })

  return {
    pid: child.pid!,
    output,
    async ready() {
      const url = () => output.map((line) => /ready at (http:\S+)/.exec(line)?.[1]).find((found) => found !== undefined)
      const died = ended.then((code) => {
        throw new Error(`ended with ${code}: ${output.join('\n')}`)
      })
      return Promise.race([vi.waitUntil(url, { timeout: 30_000, interval: 20 }), died])
    },
    logs: () => output.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)),
    kill: (signal) => void child.kill(signal),
    ended,
  }
}

/** A folder that is removed with all that is in it, after the processes that a failed test left are ended. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'w2meet-'))
  return {
    path,
    async remove() {
      const left = [...running]
      for (const child of left) child.kill('SIGKILL')
      await Promise.all(left.map((child) => once(child, 'close')))
      await rm(path, { recursive: true, force: true })
    },
  }
}
