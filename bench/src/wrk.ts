import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { BenchError } from './bench.ts'

const run = promisify(execFile)

export type Load = { requests: number; requestsPerSecond: number; p50Ms: number; p99Ms: number }

const msOf: Record<string, number> = { us: 0.001, ms: 1, s: 1_000, m: 60_000 }

/** Asks for one URL over and over. Throws where an answer is not 2xx or a connection fails: a refusal is fast and would count. */
export async function runWrk(
  url: string,
  { connections, seconds, signal }: { connections: number; seconds: number; signal: AbortSignal },
): Promise<Load> {
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', url]
  const { stdout } = await run('wrk', args, { signal }).catch((error) => {
    signal.throwIfAborted()
    throw new BenchError(`wrk ${args.join(' ')} failed: ${error.stderr}`, { cause: error })
  })
  // A Ctrl-C in the terminal reaches wrk too, which then reports the seconds it had.
  signal.throwIfAborted()
  return parseWrk(stdout)
}

function parseWrk(report: string): Load {
  const failures = /^\s*(Non-2xx or 3xx responses|Socket errors): .*$/m.exec(report)
  if (failures !== null) throw new BenchError(`wrk reports failures, so the figures mean nothing:\n${report}`)

  const find = (pattern: RegExp) => {
    const match = pattern.exec(report)
    if (match === null) throw new Error(`wrk's report has no ${pattern}:\n${report}`)
    return match
  }
  const latencyMs = (percent: number) => {
    const [, value, unit] = find(new RegExp(`^\\s*${percent}%\\s+([\\d.]+)(us|ms|s|m)$`, 'm'))
    return Number(value) * msOf[unit!]!
  }
  return {
    requests: Number(find(/^\s*(\d+) requests in /m)[1]),
    requestsPerSecond: Number(find(/^Requests\/sec:\s+([\d.]+)$/m)[1]),
    p50Ms: latencyMs(50),
    p99Ms: latencyMs(99),
  }
}
