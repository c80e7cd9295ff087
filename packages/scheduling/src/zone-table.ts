import { FIRST_YEAR, LAST_YEAR } from './horizon.ts'

/**
 * When the clock of a zone changes: `changes` are minutes since 1970-01-01T00:00Z, ascending, and `offsets` how many
 * quarter-hours it is ahead of UTC (negative: behind): the first before all changes, each further one from its change on.
 */
export type Zone = { name: string; changes: Int32Array; offsets: Int8Array }

/** All zones by their names: those of the table's own spelling, and `find` in any case of letters. */
export type ZoneTable = { names: readonly string[]; find(name: string): Zone | undefined }

/** The change of a zone's clock that comes once in every year: on the first `weekday` (0 is Sunday) from a day on, in UTC. */
export type YearlyChange = { daysFromMarch: number; weekday: number; minute: number; offset: number }

const DAY_MINUTES = 1_440
/** A year more at both ends, since weeks reach over them. */
const YEARS = { first: FIRST_YEAR - 1, last: LAST_YEAR + 1 }

/**
 * Reads the lines that `npm run zones -- make` writes, one for each clock: its names, the offset before all changes, the
 * changes one by one, and those of every year after them. The last are spelled out until 2100, so that a look-up is a
 * binary search. Cost: 1 ms; each zone is read when it is asked for first, in 50 µs.
 */
export function createZoneTable(text: string): ZoneTable {
  const lines = new Map<string, { name: string; line: string }>()
  for (const line of text.trim().split('\n')) {
    for (const name of line.slice(0, line.indexOf('|')).split(' ')) lines.set(name.toLowerCase(), { name, line })
  }
  /** By the table's spelling and by that without capitals, so that there are no more than twice its names. */
  const zones = new Map<string, Zone>()
  const read = (given: string): Zone | undefined => {
    // Beyond ASCII there are letters, such as the sign of Kelvin, that have an ASCII one as their small letter.
    const lower = /^[!-~]+$/.test(given) ? given.toLowerCase() : ''
    const known = lines.get(lower)
    if (known === undefined) return undefined
    const zone = zones.get(lower) ?? readZone(known.line)
    zones.set(lower, zone).set(known.name, zone)
    return zone
  }
  const names = [...lines.values()].map(({ name }) => name).sort()
  return { names, find: (name) => zones.get(name) ?? read(name) }
}

function readZone(line: string): Zone {
  const [names = '', first, single = '', yearly = ''] = line.split('|')
  const changes: number[] = []
  const offsets = [Number(first)]
  let minute = 0
  for (const [, since, offset] of single.matchAll(/([0-9a-z]+)([+-]\d+)/g)) {
    changes.push((minute += Number.parseInt(since!, 36)))
    offsets.push(Number(offset))
  }
  for (const change of yearlyChanges(readYearly(yearly))) {
    if (changes.length > 0 && change.minute <= minute) continue
    changes.push(change.minute)
    offsets.push(change.offset)
  }
  return { name: names.split(' ', 1)[0]!, changes: Int32Array.from(changes), offsets: Int8Array.from(offsets) }
}

function readYearly(text: string): YearlyChange[] {
  return [...text.matchAll(/(-?\d+)\.(\d)\.(\d+)([+-]\d+)/g)].map(([, ...parts]) => {
    const [daysFromMarch, weekday, minute, offset] = parts.map(Number) as [number, number, number, number]
    return { daysFromMarch, weekday, minute, offset }
  })
}

/** The changes of all years from 1979 to 2100, in minutes since 1970-01-01T00:00Z, ascending. */
export function yearlyChanges(rules: readonly YearlyChange[]): { minute: number; offset: number }[] {
  const changes: { minute: number; offset: number }[] = []
  for (let year = YEARS.first; year <= YEARS.last && rules.length > 0; year++) {
    const march = Date.UTC(year, 2) / 86_400_000
    for (const { daysFromMarch, weekday, minute, offset } of rules) {
      const from = march + daysFromMarch
      // 1970-01-01 was a Thursday.
      const day = from + ((((weekday - from - 4) % 7) + 7) % 7)
      changes.push({ minute: day * DAY_MINUTES + minute, offset })
    }
  }
  return changes
}
