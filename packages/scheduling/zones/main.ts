import { parseArgs } from 'node:util'
import { ZONES_EDITION } from '../src/zones-edition.ts'
import { CHECKED_YEARS, checkZones } from './check-zones.ts'
import { makeZones } from './make-zones.ts'
import { readMomentZones } from './moment-zones.ts'

const usage = `npm run zones -- make    writes the zone table anew, from the version of moment-timezone that package.json pins
npm run zones -- check   compares it with the zones of this system (TZDIR, /usr/share/zoneinfo), ${years()}`

/** As the C library finds them. */
const SYSTEM_ZONES = process.env.TZDIR ?? '/usr/share/zoneinfo'
/** Many differences have one cause. */
const MAX_LINES = 30

const commands: Record<string, () => Promise<void>> = { make, check }

async function make(): Promise<void> {
  const moment = readMomentZones()
  const written = await makeZones(moment)
  const names = moment.zones.flatMap((zone) => zone.names).length
  const what = written.length === 0 ? 'The table was so already' : `Wrote ${written.join(', ')}`
  console.log(`${what}: edition ${moment.edition}, ${names} names of ${moment.zones.length} clocks.`)
}

/** Exits with 1 where the system says something else, so that whoever runs it can warn. */
async function check(): Promise<void> {
  const { edition, zones, differences } = await checkZones(SYSTEM_ZONES)
  for (const difference of differences.slice(0, MAX_LINES)) console.log(difference)
  if (differences.length > MAX_LINES) console.log(`… and ${differences.length - MAX_LINES} more`)
  const editions = `the table's edition ${ZONES_EDITION} and ${SYSTEM_ZONES}, edition ${edition}`
  if (differences.length === 0) {
    console.log(`All ${zones} names have the same clock, ${years()}, by ${editions}.`)
    return
  }
  console.log(`${differences.length} differences, ${years()}, between ${editions}.`)
  console.log(
    edition < ZONES_EDITION
      ? "The system's edition is the older one: renew the system's tzdata, and check again."
      : 'CONTRIBUTING.md says how to renew the table.',
  )
  process.exitCode = 1
}

function years(): string {
  return `${CHECKED_YEARS.firstYear} to ${CHECKED_YEARS.lastYear}`
}

const [command = ''] = parseArgs({ allowPositionals: true }).positionals
if (commands[command] === undefined) {
  console.error(usage)
  process.exitCode = 1
} else {
  await commands[command]().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
