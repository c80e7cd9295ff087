import { lazy, Suspense, useState } from 'react'
import { strings } from '../strings.ts'
import { deviceZone, zoneText } from '../time/device-zone.ts'
import type { ZoneTableModule } from '../time/use-zone-table.ts'

const ZoneSearch = lazy(() => import('./zone-search.tsx'))

type Props = { zone: string; table: ZoneTableModule | undefined; onChange: (zone: string) => void }

/** The zone, and on demand the search for another. Says so where the zone is UTC because the device names none. */
export function ZoneField({ zone, table, onChange }: Props) {
  const [searching, setSearching] = useState(false)
  const device = deviceZone()
  const isGuess = zone === 'UTC' && !(device.known && (table?.isKnownZone(device.zone) ?? true))
  const [name, offset] = [zoneText(zone), table?.offsetOf(zone, Date.now())]
  return (
    <div className="field">
      <span id="zone-label">{strings.week.zone}</span>
      {searching ? (
        <Suspense fallback={<span className="zone-value">{strings.loading}</span>}>
          <ZoneSearch
            zone={zone}
            onDone={(chosen) => {
              setSearching(false)
              if (chosen !== undefined) onChange(chosen)
            }}
          />
        </Suspense>
      ) : (
        <button type="button" className="zone-value" aria-describedby="zone-label" onClick={() => setSearching(true)}>
          <span>
            {name} <span className="quiet">{offset === name ? '' : offset}</span>
          </span>
          <span className="link">{strings.week.zoneChange}</span>
        </button>
      )}
      {isGuess ? <span className="quiet">{strings.week.zoneGuessed}</span> : null}
    </div>
  )
}
