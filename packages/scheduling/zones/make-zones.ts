import { readFile, writeFile } from 'node:fs/promises'
import { createZoneTable } from '../src/zone-table.ts'
import { ZONES_1980 } from '../src/zones-1980.ts'
import type { ZoneEdition } from './moment-zones.ts'
import { writeZones } from './write-zones.ts'

/** The two files of the table, by what they hold: all years of the system for services, and those from 2024 on for the page. */
const FILES = { 'zones-1980.ts': { name: 'ZONES_1980', year: 1980 }, 'zones-2024.ts': { name: 'ZONES_2024', year: 2024 } }

/** What the files of the table are to hold, by their addresses. */
export function zoneFiles(zones: ZoneEdition): Map<URL, string> {
  const opening = `// Made by \`npm run zones -- make\` from moment-timezone ${zones.packageVersion}: change it by that alone.\n`
  const edition = `/** The edition of the IANA time zone database that the table is of. */\nexport const ZONES_EDITION = '${zones.edition}'\n`
  return new Map([
    [fileOf('zones-edition.ts'), `${opening}${edition}`],
    ...Object.entries(FILES).map(([file, { name, year }]) => {
      return [fileOf(file), `${opening}export const ${name} = \`\n${writeZones(zones, year)}\`\n`] as const
    }),
  ])
}

/**
 * Writes the files that are not as they are to be, and returns their names. Throws, having written nothing, where a name
 * would be lost: people's weeks and meetings are stored by it.
 */
export async function makeZones(zones: ZoneEdition): Promise<string[]> {
  const known = new Set(zones.zones.flatMap(({ names }) => names))
  const lost = createZoneTable(ZONES_1980).names.filter((name) => !known.has(name))
  if (lost.length > 0) throw new Error(`The package no longer has ${lost.join(', ')}, by which people may be stored`)
  const written: string[] = []
  for (const [file, content] of zoneFiles(zones)) {
    if ((await readFile(file, 'utf8').catch(() => undefined)) === content) continue
    await writeFile(file, content)
    written.push(file.pathname.slice(file.pathname.lastIndexOf('/') + 1))
  }
  return written
}

function fileOf(name: string): URL {
  return new URL(`../src/${name}`, import.meta.url)
}
