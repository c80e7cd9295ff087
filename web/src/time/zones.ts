/** The zone this device is set to. */
export function detectZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}

export function knownZones(): string[] {
  const zones = Intl.supportedValuesOf('timeZone')
  return zones.includes('UTC') ? zones : ['UTC', ...zones]
}

/** `Europe/Paris` as people say it: `Paris`. */
export function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}

/** How far the zone's clock is from UTC at an instant: `GMT+5:30`. */
export function offsetOf(zone: string, instantMs: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(instantMs)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}
