import type { Bench } from './bench.ts'
import { compareLoads, comparisonHead, connectionCounts } from './compare-loads.ts'
import { createPeople, measureBodyBytes, questions } from './questions.ts'
import { createDataFolder, startHello, startSystem } from './servers.ts'
import type { Table } from './table.ts'

/** Requests per second and latency of the embedded system, beside a server that does nothing. */
export async function measureThroughput(bench: Bench): Promise<Table> {
  const { rounds, roundSeconds } = bench.plan
  await using system = await startSystem(bench, { dataFolder: await createDataFolder(bench) })
  await createPeople(system.url)

  const rows: string[][] = []
  for (const { name, path } of questions) {
    await using hello = await startHello(bench, { bodyBytes: await measureBodyBytes(system.url + path) })
    for (const connections of connectionCounts) {
      bench.onProgress(`Throughput: ${name}, ${connections} connections, ${rounds} × 2 × ${roundSeconds} s …`)
      rows.push([name, ...(await compareLoads(bench, { hello: hello.url, ours: system.url + path }, connections))])
    }
  }
  return {
    title: 'Embedded: throughput and latency',
    note: `Medians of ${rounds} × ${roundSeconds} s, in turn with node:http answering as many bytes ("hello"); one thread of wrk.`,
    head: ['request', ...comparisonHead],
    rows,
  }
}
