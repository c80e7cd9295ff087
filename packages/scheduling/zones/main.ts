import { parseArgs } from 'node:util'
import { makeZones } from './make-zones.ts'
import { readMomentZones } from './moment-zones.ts'

const usage = `npm run zones -- make    writes the zone table anew, from the version of moment-timezone that package.json pins
npm run zones -- check   compares it with the zones of this system (/usr/share/zoneinfo), 2024 to 2037`

const commands: Record<string, () => Promise<void>> = { make }

async function make(): Promise<void> {
  const zones = readMomentZones()
  const written = await makeZones(zones)
  const names = zones.zones.flatMap((zone) => zone.names).length
  const what = written.length === 0 ? 'The table was so already' : `Wrote ${written.join(', ')}`
  console.log(`${what}: edition ${zones.edition}, ${names} names of ${zones.zones.length} clocks.`)
}

const [command = ''] = parseArgs({ allowPositionals: true }).positionals
if (commands[command] === undefined) {
  console.error(usage)
  process.exitCode = 1
} else {
  await commands[command]()
}
