import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { BenchError } from './bench.ts'
import { answers } from './probe.ts'

/** A server in a process of its own. Disposing of it stops it as Ctrl-C does and waits until it is gone. */
export type ServerProcess = AsyncDisposable & {
  url: string
  pid: number
  /** From before the process was made to the first good answer of `/health`. */
  startMs: number
}

export type ServerCommand = {
  /** Arguments of Node.js. */
  args: readonly string[]
  port: number
  cwd: string
  env: NodeJS.ProcessEnv
  stdoutFile: string
  signal: AbortSignal
}

const START_LIMIT_MS = 60_000
const POLL_MS = 10
const STOP_LIMIT_MS = 15_000

/** Resolves when the server answers. Throws a BenchError where it ends before that or takes longer than a minute. */
export async function startServer({ args, port, cwd, env, stdoutFile, signal }: ServerCommand): Promise<ServerProcess> {
  const url = `http://127.0.0.1:${port}`
  const stdout = openSync(stdoutFile, 'w')
  const spawnedMs = performance.now()
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', stdout, 'inherit'] })
  closeSync(stdout)
  await using starting = new AsyncDisposableStack()
  starting.defer(() => stop(child))
  await once(child, 'spawn')

  while (!(await answers(`${url}/health`))) {
    signal.throwIfAborted()
    const what = `node ${args.join(' ')}`
    if (hasEnded(child)) throw new BenchError(`${what} ended (${child.exitCode ?? child.signalCode}) before it answered.`)
    if (performance.now() - spawnedMs > START_LIMIT_MS)
      throw new BenchError(`${what} did not answer ${url}/health within a minute.`)
    await delay(POLL_MS)
  }
  const startMs = performance.now() - spawnedMs
  // The measurement that runs fails too, but cannot know why.
  const onEnd = (code: number | null, killedBy: string | null) =>
    console.error(`node ${args.join(' ')} ended by itself (${code ?? killedBy}).`)
  child.once('exit', onEnd)
  starting.defer(() => void child.off('exit', onEnd))

  const started = starting.move()
  return { url, pid: child.pid!, startMs, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  await ended
  clearTimeout(limit)
}
