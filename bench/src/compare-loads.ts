import type { Bench } from './bench.ts'
import { median } from './median.ts'
import { type Load, runWrk } from './wrk.ts'

export const connectionCounts = [16, 64]

/** The columns of a comparison, after those that say what was asked. */
export const comparisonHead = [
  'connections',
  'hello 1/s',
  'ours 1/s',
  'ratio',
  'hello p50 ms',
  'ours p50 ms',
  'hello p99 ms',
  'ours p99 ms',
  'p99 ratio',
]

/** One row, measured in turn round by round, so that what else the machine does meets both alike. */
export async function compareLoads(bench: Bench, urls: { hello: string; ours: string }, connections: number): Promise<string[]> {
  const { plan, signal } = bench
  const asked = [urls.hello, urls.ours]
  for (const url of asked) await runWrk(url, { connections, seconds: plan.warmUpSeconds, signal })
  const loads: Load[][] = [[], []]
  for (let round = 0; round < plan.rounds; round++) {
    for (const [index, url] of asked.entries()) {
      loads[index]!.push(await runWrk(url, { connections, seconds: plan.roundSeconds, signal }))
    }
  }
  const [hello, ours] = loads.map(medianOf) as [Load, Load]
  return [
    String(connections),
    hello.requestsPerSecond.toFixed(0),
    ours.requestsPerSecond.toFixed(0),
    (ours.requestsPerSecond / hello.requestsPerSecond).toFixed(3),
    hello.p50Ms.toFixed(2),
    ours.p50Ms.toFixed(2),
    hello.p99Ms.toFixed(2),
    ours.p99Ms.toFixed(2),
    (ours.p99Ms / hello.p99Ms).toFixed(1),
  ]
}

function medianOf(loads: readonly Load[]): Load {
  return {
    requests: median(loads.map(({ requests }) => requests)),
    requestsPerSecond: median(loads.map(({ requestsPerSecond }) => requestsPerSecond)),
    p50Ms: median(loads.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(loads.map(({ p99Ms }) => p99Ms)),
  }
}
