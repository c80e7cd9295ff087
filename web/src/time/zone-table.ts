import { createZoneTable, offsetMsAt, offsetText, type Zone } from '@w2meet/scheduling'
import { ZONES_2024 } from '@w2meet/scheduling/zones-2024'
import { zoneText } from './device-zone.ts'

const table = createZoneTable(ZONES_2024)
const utc = table.find('UTC')!

/**
 * The zone of the table by which the page reads clocks; UTC where the table does not have the name, as that of somebody
 * whose page is newer than this one. Never by what the browser knows of zones.
 */
export function zoneOf(name: string): Zone {
  return table.find(name) ?? utc
}

export function isKnownZone(name: string): boolean {
  return table.find(name) !== undefined
}

/** The name of the zone whose clock is shown for this one. */
export function shownZone(name: string): string {
  return isKnownZone(name) ? name : 'UTC'
}

/** What people may choose from: places, and UTC. Names of the kind `EST` and `Etc/GMT+5` are known, and not offered. */
export function offeredZones(): string[] {
  return table.names.filter((name) => name === 'UTC' || (name.includes('/') && !name.startsWith('Etc/')))
}

/** `Europe/Paris` as people say it: `Paris`. */
export function cityOf(zone: string): string {
  const shown = zoneText(shownZone(zone))
  return shown.slice(shown.lastIndexOf('/') + 1)
}

/** How far the zone's clock is from UTC at an instant: `GMT+5:30`. */
export function offsetOf(zone: string, instantMs: number): string {
  return offsetText(offsetMsAt(zoneOf(zone), instantMs))
}

/**
 * An instant moved, so that a format in UTC writes what the zone's clock shows. All times of the page are written so.
 */
export function shownMs(zone: string, instant: string | number): number {
  const instantMs = new Date(instant).getTime()
  return instantMs + offsetMsAt(zoneOf(zone), instantMs)
}
