import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { areaOf } from './areas.ts'
import type { Bench } from './bench.ts'
import { nowUs, readCpuProfile, sumSelfTime, type TimeSpan } from './cpu-profile.ts'
import { prepare, startDistributed } from './distributed-system.ts'
import { suggestions } from './questions.ts'
import type { Table } from './table.ts'
import { runWrk } from './wrk.ts'

const CONNECTIONS = 64
/** Those that a suggestion passes, in its order. */
const services = ['suggestion-service', 'availability-service', 'user-service']
const IDLE = '(idle)'
/** Below that in every service, an area is counted with the others. */
const LEAST_PERCENT = 1

/** Where the time of a suggestion goes within each service, by area. */
export async function measureDistributedProfile(bench: Bench): Promise<Table> {
  const folderOf = (service: string) => join(bench.folder, `profile-${service}`)
  const span = await loadUnderProfile(bench, folderOf)
  const shares: Map<string, number>[] = []
  for (const service of services) shares.push(sharesOf(sumSelfTime(await readCpuProfile(folderOf(service)), span, areaOf)))

  const areas = [...new Set(shares.flatMap((ofService) => [...ofService.keys()]))].filter((area) => area !== IDLE)
  const largest = (area: string) => Math.max(...shares.map((ofService) => ofService.get(area) ?? 0))
  const row = (area: string) => [area, ...shares.map((ofService) => (ofService.get(area) ?? 0).toFixed(1))]
  const [shown, small] = [
    areas.filter((area) => largest(area) >= LEAST_PERCENT),
    areas.filter((area) => largest(area) < LEAST_PERCENT),
  ]
  const rest = shares.map((ofService) => small.reduce((sum, area) => sum + (ofService.get(area) ?? 0), 0).toFixed(1))
  return {
    title: 'Distributed: where the time goes',
    note: `Self time in % of the busy time of each service, during ${bench.plan.profileSeconds} s of suggestions for two people on ${CONNECTIONS} connections; idle in % of all.`,
    head: ['area', ...services],
    rows: [...shown.sort((a, b) => largest(b) - largest(a)).map(row), ['others', ...rest], row(IDLE)],
  }
}

/** In percent: of the busy time, and idle of all. */
function sharesOf(selfUs: Map<string, number>): Map<string, number> {
  const totalUs = selfUs.values().reduce((sum, us) => sum + us, 0)
  const busyUs = totalUs - (selfUs.get(IDLE) ?? 0)
  return new Map([...selfUs].map(([area, us]) => [area, (100 * us) / (area === IDLE ? totalUs : busyUs)]))
}

/** Processes write their profiles when they end, so they have ended when this resolves. */
async function loadUnderProfile(bench: Bench, folderOf: (service: string) => string): Promise<TimeSpan> {
  const { plan, signal, onProgress } = bench
  for (const service of services) await mkdir(folderOf(service))
  const nodeFlags = (service: string) => ['--cpu-prof', `--cpu-prof-dir=${folderOf(service)}`]
  await using system = await startDistributed(bench, { nodeFlags })
  await prepare(bench, system)
  const url = system.url + suggestions

  onProgress(`Profile: suggestions for two, ${CONNECTIONS} connections, ${plan.profileSeconds} s …`)
  await runWrk(url, { connections: CONNECTIONS, seconds: plan.warmUpSeconds, signal })
  const fromUs = nowUs()
  await runWrk(url, { connections: CONNECTIONS, seconds: plan.profileSeconds, signal })
  return { fromUs, toUs: nowUs() }
}
