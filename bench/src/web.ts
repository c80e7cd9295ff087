import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bench, BenchError, quickPlan } from './bench.ts'
import { describeMachine } from './machine.ts'
import { measureDrags } from './page-drags.ts'
import { savePeople } from './page-people.ts'
import { measureSlowView } from './page-slow-view.ts'
import { measureViews } from './page-views.ts'
import { measurePageWeight } from './page-weight.ts'
import { saveResults } from './results.ts'
import { startSystem } from './servers.ts'
import { formatTable } from './table.ts'

/** `npm run bench:web`: what the page weighs, and how fast it is drawn in Chromium; `-- --save` writes bench/results.md. */
await using folder = await mkdtempDisposable(join(tmpdir(), 'w2meet-bench-web-'))
const bench: Bench = {
  plan: quickPlan,
  folder: folder.path,
  signal: new AbortController().signal,
  onProgress: (line) => console.log(line),
}
try {
  await using system = await startSystem(bench, { dataFolder: join(folder.path, 'data') })
  const heading = `${new Date().toISOString().slice(0, 10)}, ${describeMachine()}`
  const tables = [await measurePageWeight()]
  const people = await savePeople(system.url)
  bench.onProgress('The page: each view, seen for the first time …')
  tables.push(await measureViews(system.url, people))
  bench.onProgress('The page: its first view on a slow line …')
  tables.push(await measureSlowView(system.url))
  bench.onProgress('The page: drags over its grids …')
  tables.push(await measureDrags(system.url, people))
  const sections = tables.map(formatTable)
  console.log([heading, ...sections].join('\n\n'))
  if (process.argv.includes('--save')) await saveResults('The page', [heading, ...sections])
} catch (error) {
  if (!(error instanceof BenchError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
