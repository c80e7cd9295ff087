import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, BenchError, fullPlan, quickPlan } from './bench.ts'
import { measureIntersect } from './engine-intersect.ts'
import { measureTally } from './engine-tally.ts'
import { measureTimes } from './engine-times.ts'
import { installWrk } from './install-wrk.ts'
import { describeMachine } from './machine.ts'
import { measureMemory } from './measure-memory.ts'
import { measureProfile } from './measure-profile.ts'
import { measureStart } from './measure-start.ts'
import { measureThroughput } from './measure-throughput.ts'
import { saveResults } from './results.ts'
import { formatTable } from './table.ts'

const usage = `npm run bench                 throughput, memory and start, each beside a bare node:http server
npm run bench -- --profile    also where the time goes
npm run bench -- --engine     the scheduling engine instead, without any server
npm run bench -- --save       also writes bench/results.md
npm run bench -- --quick      one round of a second: shows that the bench works, measures nothing`

async function run(signal: AbortSignal): Promise<void> {
  const { profile, engine, save, quick } = parseFlags()
  await using folder = await mkdtempDisposable(join(tmpdir(), 'w2meet-bench-'))
  const onProgress = (line: string) => console.log(line)
  const bench: Bench = { plan: quick ? quickPlan : fullPlan, folder: folder.path, signal, onProgress }
  if (!engine) await installWrk(bench)

  const heading = `${new Date().toISOString().slice(0, 10)}, ${describeMachine()}${quick ? ' (--quick: no measurement)' : ''}`
  console.log(heading)
  const sections: string[] = []
  const measureSystem = [measureThroughput, measureMemory, measureStart, ...(profile ? [measureProfile] : [])]
  for (const measure of engine ? [measureIntersect, measureTally, measureTimes] : measureSystem) {
    const section = formatTable(await measure(bench))
    console.log(`\n${section}\n`)
    sections.push(section)
  }
  if (save) await saveResults(engine ? 'Scheduling engine' : 'Benchmark', [heading, ...sections])
}

function parseFlags() {
  try {
    const flag = { type: 'boolean', default: false } as const
    return parseArgs({ options: { profile: flag, engine: flag, save: flag, quick: flag } }).values
  } catch (error) {
    throw new BenchError(`${(error as Error).message}\n${usage}`)
  }
}

const stopping = new AbortController()
// npm passes on a Ctrl-C that the terminal has sent already, so a second signal means nothing new.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
try {
  await run(stopping.signal)
} catch (error) {
  const stopped = stopping.signal.aborted
  if (stopped) console.log('Stopped.')
  else if (error instanceof BenchError) console.error(error.message)
  else throw error
  process.exitCode = stopped ? 130 : 1
}
