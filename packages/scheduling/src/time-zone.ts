import { createZoneTable, type Zone } from './zone-table.ts'
import { ZONES_1980 } from './zones-1980.ts'
import { ZONES_EDITION } from './zones-edition.ts'

const table = createZoneTable(ZONES_1980)

/**
 * Whether the zone table has this name of an IANA zone or link, in any case of letters. Offsets such as `+05:30`, which
 * ECMA-402 accepts too, are none: they cannot follow daylight saving. Nor are ICU's own names, such as `PST`.
 */
export function isTimeZone(name: string): boolean {
  return table.find(name) !== undefined
}

/** The zone of this name, in any case of letters. Throws a RangeError for one that the zone table does not have. */
export function getZone(name: string): Zone {
  const zone = table.find(name)
  if (zone === undefined) throw new RangeError(`${JSON.stringify(name)} is no time zone of edition ${ZONES_EDITION}`)
  return zone
}
