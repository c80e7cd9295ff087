import type { Bench } from './bench.ts'
import { median } from './median.ts'
import { cacheAside, createPeople, measureBodyBytes, suggestions } from './questions.ts'
import { createDataFolder, startHello, startSystem } from './servers.ts'
import type { Table } from './table.ts'
import { type Load, runWrk } from './wrk.ts'

const questions = [
  { name: 'suggestions for two', path: suggestions },
  { name: 'cache-aside read', path: cacheAside },
]
const connectionCounts = [16, 64]

/** Requests per second and latency beside a server that does nothing. */
export async function measureThroughput(bench: Bench): Promise<Table> {
  const { rounds, roundSeconds } = bench.plan
  await using system = await startSystem(bench, { dataFolder: await createDataFolder(bench) })
  await createPeople(system.url)

  const rows: string[][] = []
  for (const { name, path } of questions) {
    await using hello = await startHello(bench, { bodyBytes: await measureBodyBytes(system.url + path) })
    for (const connections of connectionCounts) {
      bench.onProgress(`Throughput: ${name}, ${connections} connections, ${rounds} × 2 × ${roundSeconds} s …`)
      const [helloLoad, ourLoad] = await interleave(bench, [hello.url, system.url + path], connections)
      rows.push([name, String(connections), ...compare(helloLoad!, ourLoad!)])
    }
  }
  return {
    title: 'Throughput and latency',
    note: `Medians of ${rounds} × ${roundSeconds} s, in turn with node:http answering as many bytes ("hello"); one thread of wrk.`,
    head: [
      'request',
      'connections',
      'hello 1/s',
      'ours 1/s',
      'ratio',
      'hello p50 ms',
      'ours p50 ms',
      'hello p99 ms',
      'ours p99 ms',
    ],
    rows,
  }
}

/** Round by round, so that what else the machine does meets all of them alike. */
async function interleave({ plan, signal }: Bench, urls: string[], connections: number): Promise<Load[]> {
  for (const url of urls) await runWrk(url, { connections, seconds: plan.warmUpSeconds, signal })
  const loads: Load[][] = urls.map(() => [])
  for (let round = 0; round < plan.rounds; round++) {
    for (const [index, url] of urls.entries()) {
      loads[index]!.push(await runWrk(url, { connections, seconds: plan.roundSeconds, signal }))
    }
  }
  return loads.map((ofUrl) => ({
    requests: median(ofUrl.map(({ requests }) => requests)),
    requestsPerSecond: median(ofUrl.map(({ requestsPerSecond }) => requestsPerSecond)),
    p50Ms: median(ofUrl.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(ofUrl.map(({ p99Ms }) => p99Ms)),
  }))
}

function compare(hello: Load, ours: Load): string[] {
  return [
    hello.requestsPerSecond.toFixed(0),
    ours.requestsPerSecond.toFixed(0),
    (ours.requestsPerSecond / hello.requestsPerSecond).toFixed(3),
    hello.p50Ms.toFixed(2),
    ours.p50Ms.toFixed(2),
    hello.p99Ms.toFixed(2),
    ours.p99Ms.toFixed(2),
  ]
}
