import { FIRST_YEAR, LAST_YEAR } from '../src/horizon.ts'
import { type YearlyChange, yearlyChanges } from '../src/zone-table.ts'
import type { ZoneEdition, ZoneHistory } from './moment-zones.ts'

type Changes = ZoneHistory['changes']

const minuteOf = (year: number, month: number) => Date.UTC(year, month) / 60_000
/** Beyond the last year, and long enough for each weekday to fall on each day from which a rule counts. */
const RULE_YEARS = { from: LAST_YEAR + 1, to: LAST_YEAR + 60 }

/**
 * The table as text for `createZoneTable`, from the December before a year on: one line for each clock, its names in order.
 * Throws for a clock that the form cannot hold: one that is not whole quarter-hours from UTC, or changes within a minute.
 */
export function writeZones({ zones }: ZoneEdition, firstYear: number): string {
  const fromMinute = minuteOf(firstYear - 1, 11)
  const lines = zones.map((zone) => writeZone(cut(zone, fromMinute), fromMinute))
  return `${lines.sort().join('\n')}\n`
}

/** Without the changes before a minute. */
function cut({ names, first, changes }: ZoneHistory, minute: number): ZoneHistory {
  const early = changes.filter((change) => change.minute < minute)
  return { names, first: early.at(-1)?.offset ?? first, changes: changes.slice(early.length) }
}

function writeZone({ names, first, changes }: ZoneHistory, fromMinute: number): string {
  for (const { minute, offset } of [{ minute: 0, offset: first }, ...changes]) {
    if (!Number.isInteger(minute) || !Number.isInteger(offset)) {
      throw new Error(`${names[0]} is ${offset} quarter-hours ahead of UTC from minute ${minute}: the table holds whole ones`)
    }
  }
  const rules = findRules(changes)
  const singles = changes.length - countYearly(changes, rules)
  const firstYearly = yearlyChanges(rules).find(({ minute }) => minute >= fromMinute)
  // The first of the yearly ones is written too where others, or none, came before: a reader then knows when they begin.
  const single = changes.slice(0, singles === 0 && firstYearly?.minute === changes[0]?.minute ? 0 : singles + 1)
  const singleText = single.map(({ minute, offset }, index) => {
    return `${(minute - (single[index - 1]?.minute ?? 0)).toString(36)}${signed(offset)}`
  })
  const yearlyText = rules.map(({ daysFromMarch, weekday, minute, offset }) => {
    return `${daysFromMarch}.${weekday}.${minute}${signed(offset)}`
  })
  return [names.join(' '), first, singleText.join(' '), yearlyText.join(' ')].join('|')
}

function signed(offset: number): string {
  return offset < 0 ? String(offset) : `+${offset}`
}

/** What comes every year after the last one of the table; empty where clocks rest by then. */
function findRules(changes: Changes): YearlyChange[] {
  const late = changes.filter(({ minute }) => minute >= minuteOf(RULE_YEARS.from, 0) && minute < minuteOf(RULE_YEARS.to, 0))
  return [...Map.groupBy(late, ({ offset }) => offset)].map(([offset, times]) => {
    const days = times.map(({ minute }) => {
      const day = Math.floor(minute / 1_440)
      return day - Date.UTC(new Date(day * 86_400_000).getUTCFullYear(), 2) / 86_400_000
    })
    const [{ minute }] = times as [Changes[number]]
    const weekday = (Math.floor(minute / 1_440) + 4) % 7
    return { daysFromMarch: Math.min(...days), weekday, minute: minute % 1_440, offset }
  })
}

/** How many changes at the end are those of every year: all until the last year, and none that the rules add. */
function countYearly(changes: Changes, rules: readonly YearlyChange[]): number {
  const last = minuteOf(LAST_YEAR + 2, 0)
  const known = changes.filter(({ minute }) => minute < last)
  const yearly = yearlyChanges(rules)
  const same = (a: Changes[number] | undefined, b: Changes[number] | undefined) => {
    return a !== undefined && b !== undefined && a.minute === b.minute && a.offset === b.offset
  }
  let count = 0
  while (same(known.at(-1 - count), yearly.at(-1 - count))) count++
  if (rules.length > 0 && count < 2 * (LAST_YEAR + 1 - 2_090)) {
    throw new Error(`The changes until ${LAST_YEAR} and those after it have no rule in common from ${FIRST_YEAR} on`)
  }
  return count + changes.length - known.length
}
