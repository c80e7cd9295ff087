import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { areaOf } from './areas.ts'
import type { Bench } from './bench.ts'
import { nowUs, readCpuProfile, sumSelfTime, type TimeSpan } from './cpu-profile.ts'
import { createPeople, suggestions } from './questions.ts'
import { createDataFolder, startSystem } from './servers.ts'
import type { Table } from './table.ts'
import { runWrk } from './wrk.ts'

const CONNECTIONS = 64

/** Where the time of a suggestion goes, by area. Sampling itself takes some: the shares count, not the rate. */
export async function measureProfile(bench: Bench): Promise<Table> {
  const profileFolder = await mkdtemp(join(bench.folder, 'profile-'))
  const span = await loadUnderProfile(bench, profileFolder)
  const selfUs = sumSelfTime(await readCpuProfile(profileFolder), span, areaOf)

  const totalUs = selfUs.values().reduce((sum, us) => sum + us, 0)
  const busyUs = totalUs - (selfUs.get('(idle)') ?? 0)
  const percent = (part: number, whole: number) => ((100 * part) / whole).toFixed(1)
  return {
    title: 'Where the time goes',
    note: `Self time during ${bench.plan.profileSeconds} s of suggestions for two people on ${CONNECTIONS} connections.`,
    head: ['area', '% of all', '% of busy'],
    rows: [...selfUs]
      .sort(([, a], [, b]) => b - a)
      .map(([area, us]) => [area, percent(us, totalUs), area === '(idle)' ? '' : percent(us, busyUs)]),
  }
}

/** The system writes its profile when it ends, so it has ended when this resolves. */
async function loadUnderProfile(bench: Bench, profileFolder: string): Promise<TimeSpan> {
  const { plan, signal, onProgress } = bench
  const nodeFlags = ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`]
  await using system = await startSystem(bench, { dataFolder: await createDataFolder(bench), nodeFlags })
  await createPeople(system.url)
  const url = system.url + suggestions

  onProgress(`Profile: suggestions for two, ${CONNECTIONS} connections, ${plan.profileSeconds} s …`)
  await runWrk(url, { connections: CONNECTIONS, seconds: plan.warmUpSeconds, signal })
  const fromUs = nowUs()
  await runWrk(url, { connections: CONNECTIONS, seconds: plan.profileSeconds, signal })
  return { fromUs, toUs: nowUs() }
}
