import { useMemo, useSyncExternalStore } from 'react'
import { hashOf, parseRoute, type Route } from './route.ts'

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  return useMemo(() => parseRoute(hash), [hash])
}

/** Goes to a view; `replace` where going back should not lead here. */
export function navigate(view: string, params = new URLSearchParams(), { replace = false } = {}): void {
  const hash = hashOf(view, params)
  if (!replace) location.hash = hash
  else {
    history.replaceState(null, '', hash)
    dispatchEvent(new HashChangeEvent('hashchange'))
  }
}
