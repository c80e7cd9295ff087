import type { Bench } from './bench.ts'
import { compareLoads, comparisonHead, connectionCounts } from './compare-loads.ts'
import { prepare, startDistributed, startHelloBehindNginx } from './distributed-system.ts'
import { measureBodyBytes, questions } from './questions.ts'
import { startHello } from './servers.ts'
import type { Table } from './table.ts'

/** Requests per second and latency through nginx over all services, beside a server that does nothing behind the same nginx. */
export async function measureDistributed(bench: Bench): Promise<Table> {
  const { rounds, roundSeconds } = bench.plan
  bench.onProgress('Distributed: starting PostgreSQL, Redis, RabbitMQ, four services and nginx …')
  await using system = await startDistributed(bench)
  await prepare(bench, system)

  const rows: string[][] = []
  for (const { name, path } of questions) {
    await using server = await startHello(bench, { bodyBytes: await measureBodyBytes(system.url + path) })
    await using hello = await startHelloBehindNginx(server)
    for (const connections of connectionCounts) {
      bench.onProgress(`Distributed: ${name}, ${connections} connections, ${rounds} × 2 × ${roundSeconds} s …`)
      rows.push([name, ...(await compareLoads(bench, { hello: hello.url + path, ours: system.url + path }, connections))])
    }
  }
  return {
    title: 'Distributed: throughput and latency',
    note: `Medians of ${rounds} × ${roundSeconds} s through nginx, in turn with node:http ("hello") behind the same nginx; one thread of wrk.`,
    head: ['request', ...comparisonHead],
    rows,
  }
}
