import ICAL from 'ical.js'
import { tzlib_get_ical_block } from 'timezones-ical-library'

/** A zone as iCalendar describes it: a VTIMEZONE with the rules of today. */
export type Zone = { tzid: string; component: ICAL.Component; timezone: ICAL.Timezone; name: string }

const zones = new Map<string, Zone | undefined>()

/** The zone of this IANA name, in any case of letters; undefined for UTC, which needs none, and where none is known. */
export function findZone(given: string): Zone | undefined {
  const name = new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone
  if (!zones.has(name)) zones.set(name, readZone(name))
  return zones.get(name)
}

function readZone(name: string): Zone | undefined {
  if (name === 'UTC') return undefined
  const [block] = tzlib_get_ical_block(name)
  if (block === undefined) return undefined
  const component = ICAL.Component.fromString(block)
  const timezone = new ICAL.Timezone(component)
  return { tzid: timezone.tzid, component, timezone, name }
}

/**
 * The time that a clock of the zone shows at an instant; undefined where a reader could take it for another instant: in a
 * repeated hour, of which readers choose either pass, and where the zone had, or will have, other rules than the VTIMEZONE's.
 */
export function wallTimeOf(epochMs: number, { name, timezone }: Zone): ICAL.Time | undefined {
  const { year, month, day, hour, minute, second } = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(name)
  const local = { year, month, day, hour, minute, second }
  const byRfc = Temporal.ZonedDateTime.from({ timeZone: name, ...local }, { disambiguation: 'earlier' })
  const time = ICAL.Time.fromData({ ...local, isDate: false }, timezone)
  return byRfc.epochMilliseconds === epochMs && time.toUnixTime() * 1_000 === epochMs ? time : undefined
}
