import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createZoneTable, type Zone, type ZoneTable } from '../src/zone-table.ts'
import { ZONES_2024 } from '../src/zones-2024.ts'
import { type Clock, clockBetween, isTzif, readTzif } from './tzif.ts'

export const CHECKED_YEARS = { firstYear: 2024, lastYear: 2037 }

/** Files that other systems keep beside the zones: no zone of the IANA database. */
const NO_ZONES = /^(posix|right)\/|^(posixrules|localtime|Factory)$/

/** What the zones of a system say otherwise than the table: a sentence for each. */
export type ZonesChecked = { edition: string; zones: number; differences: string[] }

/**
 * Compares the table with the compiled zones in a folder such as /usr/share/zoneinfo: each name, and each change of its
 * clock from 2024 to 2037. Throws where the folder has no zones.
 */
export async function checkZones(folder: string, table: ZoneTable = createZoneTable(ZONES_2024)): Promise<ZonesChecked> {
  const system = await readSystemZones(folder)
  if (system.size === 0) throw new Error(`${folder} has no time zones; on Debian the package tzdata brings them`)
  const missing = [...system.keys()].filter((name) => table.find(name) === undefined)
  const differences = table.names.flatMap((name) => {
    const clock = system.get(name)
    return clock === undefined ? `${name}: the system does not have it.` : (differenceOf(table.find(name)!, clock, name) ?? [])
  })
  const version = await readFile(join(folder, 'tzdata.zi'), 'utf8').catch(() => '')
  return {
    edition: /^# version (\S+)/.exec(version)?.[1] ?? 'unknown',
    zones: table.names.length,
    differences: [...missing.sort().map((name) => `${name}: the table does not have it.`), ...differences],
  }
}

async function readSystemZones(folder: string): Promise<Map<string, Clock>> {
  const clocks = new Map<string, Clock>()
  for await (const name of glob('**', { cwd: folder, exclude: (path) => NO_ZONES.test(`${path}/`) })) {
    const file = await readFile(join(folder, name)).catch(() => Buffer.of())
    if (!NO_ZONES.test(name) && isTzif(file)) clocks.set(name, readTzif(file, CHECKED_YEARS))
  }
  return clocks
}

/** The first difference of two clocks, as a sentence. */
function differenceOf(zone: Zone, system: Clock, name: string): string | undefined {
  const { firstYear, lastYear } = CHECKED_YEARS
  const [from, to] = [Date.UTC(firstYear, 0) / 60_000, Date.UTC(lastYear + 1, 0) / 60_000]
  const changes = [...zone.changes].map((minute, index) => ({ minute, offset: zone.offsets[index + 1]! }))
  const ours = clockBetween(changes, zone.offsets[0]!, from, to)
  const minutes = [from, ...ours.changes.map(({ minute }) => minute), ...system.changes.map(({ minute }) => minute)]
  const minute = minutes.sort((a, b) => a - b).find((minute) => offsetAt(ours, minute) !== offsetAt(system, minute))
  if (minute === undefined) return undefined
  const [table, other] = [offsetAt(ours, minute), offsetAt(system, minute)].map(offsetText)
  return `${name}: from ${new Date(minute * 60_000).toISOString().slice(0, 16)}Z on the table says ${table}, the system ${other}.`
}

function offsetAt({ first, changes }: Clock, minute: number): number {
  return changes.findLast((change) => change.minute <= minute)?.offset ?? first
}

function offsetText(offset: number): string {
  const minutes = Math.abs(offset) * 15
  const twoDigits = (number: number) => String(number).padStart(2, '0')
  return `UTC${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
}
