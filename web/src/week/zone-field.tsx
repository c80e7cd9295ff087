import { lazy, Suspense, useState } from 'react'
import { strings } from '../strings.ts'
import { offsetOf } from '../time/zones.ts'

const ZoneSearch = lazy(() => import('./zone-search.tsx'))

/** The zone, and on demand the search for another. */
export function ZoneField({ zone, onChange }: { zone: string; onChange: (zone: string) => void }) {
  const [searching, setSearching] = useState(false)
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
            {zone.replaceAll('_', ' ')} <span className="quiet">{offsetOf(zone, Date.now())}</span>
          </span>
          <span className="link">{strings.week.zoneChange}</span>
        </button>
      )}
    </div>
  )
}
