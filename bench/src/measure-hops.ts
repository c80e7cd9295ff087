import type { Bench } from './bench.ts'
import { type CpuTime, readCpuTime } from './cpu-time.ts'
import { type DistributedSystem, prepare, startDistributed, startHelloBehindNginx } from './distributed-system.ts'
import { measureBodyBytes, questions } from './questions.ts'
import { startHello } from './servers.ts'
import type { Table } from './table.ts'
import { runWrk } from './wrk.ts'

const CONNECTIONS = 64

/** The processor time of each process of the distributed system for one request. */
export async function measureHops(bench: Bench): Promise<Table> {
  await using system = await startDistributed(bench)
  await prepare(bench, system)

  const rows: string[][] = []
  for (const { name, path } of questions) {
    await using server = await startHello(bench, { bodyBytes: await measureBodyBytes(system.url + path) })
    await using hello = await startHelloBehindNginx(server)
    bench.onProgress(`Hops: ${name}, ${CONNECTIONS} connections, 2 × ${bench.plan.profileSeconds} s …`)
    rows.push(...toRows('hello', await loadHops(bench, hello, path)), ...toRows(name, await loadHops(bench, system, path)))
  }
  return {
    title: 'Distributed: the cost of each hop',
    note: `Processor time for a request on ${CONNECTIONS} connections, over all processes of a kind; that of wrk is not counted.`,
    head: ['process', 'user µs', 'system µs', 'both µs', '% of all'],
    rows,
  }
}

async function loadHops(bench: Bench, { url, pids }: DistributedSystem, path: string): Promise<Map<string, CpuTime>> {
  const { plan, signal } = bench
  await runWrk(url + path, { connections: CONNECTIONS, seconds: plan.warmUpSeconds, signal })
  const readAll = () => new Map([...pids].map(([part, ofPart]) => [part, readCpuTime(ofPart)]))
  const before = readAll()
  const { requests } = await runWrk(url + path, { connections: CONNECTIONS, seconds: plan.profileSeconds, signal })
  const perRequest = ([part, { userUs, systemUs }]: [string, CpuTime]) => {
    const earlier = before.get(part)!
    return [part, { userUs: (userUs - earlier.userUs) / requests, systemUs: (systemUs - earlier.systemUs) / requests }] as const
  }
  return new Map([...readAll()].map(perRequest))
}

function toRows(name: string, hops: Map<string, CpuTime>): string[][] {
  const both = ({ userUs, systemUs }: CpuTime) => userUs + systemUs
  const totalUs = [...hops.values()].reduce((sum, time) => sum + both(time), 0)
  const row = (part: string, time: CpuTime) => [
    `${name}: ${part}`,
    time.userUs.toFixed(1),
    time.systemUs.toFixed(1),
    both(time).toFixed(1),
    ((100 * both(time)) / totalUs).toFixed(0),
  ]
  const sum = [...hops.values()].reduce((a, b) => ({ userUs: a.userUs + b.userUs, systemUs: a.systemUs + b.systemUs }))
  // Processes without a part in the request spent less than the table can show.
  const shown = [...hops].filter(([, time]) => both(time) >= 0.05)
  return [...shown.sort(([, a], [, b]) => both(b) - both(a)).map(([part, time]) => row(part, time)), row('all', sum)]
}
