import { useEffect, useState } from 'react'

export type ZoneTableModule = typeof import('./zone-table.ts')

/** The zone table for the first view, which is drawn without it: undefined until it has come, and where it does not. */
export function useZoneTable(): ZoneTableModule | undefined {
  const [table, setTable] = useState<ZoneTableModule>()
  useEffect(() => {
    let gone = false
    // What cannot be loaded now is asked for again by the view that needs it.
    import('./zone-table.ts').then(
      (loaded) => gone || setTable(loaded),
      () => {},
    )
    return () => {
      gone = true
    }
  }, [])
  return table
}
