import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, BenchError, fullPlan, quickPlan, shortPlan } from './bench.ts'
import { measureIntersect } from './engine-intersect.ts'
import { measureTally } from './engine-tally.ts'
import { measureTimes } from './engine-times.ts'
import { installWrk } from './install-wrk.ts'
import { describeMachine } from './machine.ts'
import { measureBookings } from './measure-bookings.ts'
import { measureDelivery } from './measure-delivery.ts'
import { measureDistributed } from './measure-distributed.ts'
import { measureDistributedProfile } from './measure-distributed-profile.ts'
import { measureGroups } from './measure-groups.ts'
import { measureHops } from './measure-hops.ts'
import { measureMemory } from './measure-memory.ts'
import { measureProfile } from './measure-profile.ts'
import { measureStart } from './measure-start.ts'
import { measureThroughput } from './measure-throughput.ts'
import { saveResults } from './results.ts'
import { formatTable } from './table.ts'

const usage = `npm run bench                         throughput, memory, start and meetings, each beside a baseline
npm run bench -- --profile            also where the time goes
npm run bench -- --only distributed   nothing but that part; or embedded, meetings, or engine, which needs no server
npm run bench -- --short              three rounds of two seconds each
npm run bench -- --quick              one round of a second: shows that the bench works, measures nothing
npm run bench -- --save               also writes those parts of bench/results.md`

/** In the order in which they run. */
const parts = {
  embedded: {
    title: 'Embedded',
    measures: [measureThroughput, measureGroups, measureMemory, measureStart],
    profiles: [measureProfile],
  },
  distributed: { title: 'Distributed', measures: [measureDistributed], profiles: [measureHops, measureDistributedProfile] },
  meetings: { title: 'Meetings', measures: [measureBookings, measureDelivery], profiles: [] },
  engine: { title: 'Scheduling engine', measures: [measureIntersect, measureTally, measureTimes], profiles: [] },
}
type Part = keyof typeof parts

async function run(signal: AbortSignal): Promise<void> {
  const { profile, save, quick, short, chosen } = parseFlags()
  await using folder = await mkdtempDisposable(join(tmpdir(), 'w2meet-bench-'))
  const onProgress = (line: string) => console.log(line)
  const bench: Bench = { plan: quick ? quickPlan : short ? shortPlan : fullPlan, folder: folder.path, signal, onProgress }
  if (chosen.some((part) => part === 'embedded' || part === 'distributed')) await installWrk(bench)

  const heading = `${new Date().toISOString().slice(0, 10)}, ${describeMachine()}${quick ? ' (--quick: no measurement)' : ''}`
  console.log(heading)
  for (const { title, measures, profiles } of chosen.map((part) => parts[part])) {
    const sections: string[] = []
    for (const measure of [...measures, ...(profile ? profiles : [])]) {
      const section = formatTable(await measure(bench))
      console.log(`\n${section}\n`)
      sections.push(section)
    }
    if (save) await saveResults(title, [heading, ...sections])
  }
}

function parseFlags() {
  try {
    const flag = { type: 'boolean', default: false } as const
    const options = { profile: flag, save: flag, short: flag, quick: flag, only: { type: 'string' } } as const
    const { only, ...flags } = parseArgs({ options }).values
    const all = Object.keys(parts) as Part[]
    const chosen = only === undefined ? all : all.filter((part) => part === only)
    if (chosen.length === 0) throw new Error(`--only takes ${all.join(', ')}, not ${only}`)
    return { ...flags, chosen }
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
