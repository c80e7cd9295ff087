import type { Bench } from './bench.ts'
import { median } from './median.ts'
import { createDataFolder, startHello, startSystem } from './servers.ts'
import type { Table } from './table.ts'

/** The time from making the process to its first good answer: with an empty data folder, and with the folder that this start made. */
export async function measureStart(bench: Bench): Promise<Table> {
  const { starts } = bench.plan
  const startMs = { hello: [] as number[], first: [] as number[], second: [] as number[] }
  for (let round = 1; round <= starts; round++) {
    bench.onProgress(`Start: round ${round} of ${starts} …`)
    startMs.hello.push(await timeHello(bench))
    const dataFolder = await createDataFolder(bench)
    startMs.first.push(await timeSystem(bench, dataFolder))
    startMs.second.push(await timeSystem(bench, dataFolder))
  }

  const helloMs = median(startMs.hello)
  const toRow = (name: string, ms: number) => [name, (ms / 1_000).toFixed(2), (ms / helloMs).toFixed(1)]
  return {
    title: 'Time to the first answer',
    note: `From making the process to the first good answer of GET /health; medians of ${starts}.`,
    head: ['start', 'seconds', 'ratio to hello'],
    rows: [
      toRow('hello', helloMs),
      toRow('ours, first: empty data folder', median(startMs.first)),
      toRow('ours, second', median(startMs.second)),
    ],
  }
}

async function timeHello(bench: Bench): Promise<number> {
  await using hello = await startHello(bench, { bodyBytes: 2 })
  return hello.startMs
}

async function timeSystem(bench: Bench, dataFolder: string): Promise<number> {
  await using system = await startSystem(bench, { dataFolder })
  return system.startMs
}
