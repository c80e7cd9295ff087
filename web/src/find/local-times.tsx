import { strings } from '../strings.ts'
import { shortDateAt, timesBetween } from '../time/dates.ts'
import { cityOf } from '../time/zone-table.ts'

type Props = { start: string; end: string; timezone: string; zones: ReadonlyMap<string, string> }

/** The times that the clocks of people in other zones show. */
export function LocalTimes({ start, end, timezone, zones }: Props) {
  const elsewhere = Map.groupBy(
    [...zones].filter(([, zone]) => zone !== timezone),
    ([, zone]) => zone,
  )
  if (elsewhere.size === 0) return null
  return (
    <details className="local-times">
      <summary>{strings.find.localTimes}</summary>
      <dl>
        {[...elsewhere].map(([zone, people]) => (
          <div key={zone}>
            <dt>{cityOf(zone)}</dt>
            <dd>
              {shortDateAt(start, zone)}, {timesBetween(start, end, zone)}
              <span className="quiet"> {people.map(([email]) => email).join(', ')}</span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
