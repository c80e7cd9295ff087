/** The zone of this device; `known: false` where it says none that others can read, and UTC is taken for it. */
export type DeviceZone = { zone: string; known: boolean }

/** A zone as people read it: `America/New York`; for `Etc/GMT+3`, whose sign is the other way round, `GMT-3`. */
export function zoneText(zone: string): string {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d+)$/.exec(zone) ?? []
  return sign === undefined ? zone.replaceAll('_', ' ') : `GMT${sign === '+' ? '-' : '+'}${hours}`
}

/** The zone this device is set to, as its browser says it. */
export function deviceZone(): DeviceZone {
  return readableZone(new Intl.DateTimeFormat().resolvedOptions().timeZone)
}

/**
 * What a browser says of its zone, as one of the zone table: names as they are, whole hours from UTC (`-03:00`) by their name
 * (`Etc/GMT+3`, whose sign is the other). Browsers say `Etc/Unknown` or nothing where the system's setting is no zone.
 */
export function readableZone(said: string | undefined): DeviceZone {
  const [, sign, hours, minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(said ?? '') ?? []
  if (sign !== undefined) {
    const ahead = Number(`${sign}${hours}`)
    if (minutes !== '00' || ahead < -12 || ahead > 14) return { zone: 'UTC', known: false }
    return { zone: ahead === 0 ? 'UTC' : `Etc/GMT${ahead < 0 ? '+' : '-'}${Math.abs(ahead)}`, known: true }
  }
  const known = said !== undefined && /^[A-Za-z]/.test(said) && said !== 'Etc/Unknown'
  return { zone: known ? said : 'UTC', known }
}
