import { deviceZone, zoneText } from './time/device-zone.ts'
import { format } from './time/formats.ts'
import { shownMs, shownZone } from './time/zone-table.ts'

/** When a meeting is, on the clock of this device, which it names: `Monday 7 June 2027 at 11:00–12:00 (Europe/Paris)`. */
export function periodOf(start: string, end: string): string {
  const zone = shownZone(deviceZone().zone)
  const period = format({ dateStyle: 'full', timeStyle: 'short' }).formatRange(shownMs(zone, start), shownMs(zone, end))
  return `${period} (${zoneText(zone)})`
}
