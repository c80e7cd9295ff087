import type { ServiceName } from '@w2meet/contract'

/** `outside` and, where `below`, everything under it goes to the service, with `inside` in the place of `outside`. */
export type Route = { outside: string; below: boolean; service: ServiceName; inside: string }

/** What can be reached through the gateway besides its own pages: CONTRACT 7. The first row that fits decides. */
export const routeTable: readonly Route[] = [
  { outside: '/user/health', below: false, service: 'user-service', inside: '/health' },
  { outside: '/availability/health', below: false, service: 'availability-service', inside: '/health' },
  { outside: '/suggestion/health', below: false, service: 'suggestion-service', inside: '/health' },
  { outside: '/worker/health', below: false, service: 'worker-service', inside: '/health' },
  { outside: '/api/users', below: true, service: 'user-service', inside: '/users' },
  { outside: '/api/user-avail', below: true, service: 'user-service', inside: '/user-avail' },
  { outside: '/api/meetings', below: true, service: 'user-service', inside: '/meetings' },
  { outside: '/api/availability', below: true, service: 'availability-service', inside: '' },
  { outside: '/api/suggestions', below: false, service: 'suggestion-service', inside: '/suggestions' },
  { outside: '/api/tasks', below: false, service: 'worker-service', inside: '/tasks' },
  // By the paths of the first w2meet.
  { outside: '/users', below: true, service: 'user-service', inside: '' },
  { outside: '/availability', below: true, service: 'availability-service', inside: '' },
  { outside: '/suggestion', below: true, service: 'suggestion-service', inside: '' },
  { outside: '/worker', below: true, service: 'worker-service', inside: '' },
]

/** What services say only to each other and to their operators, whatever the table lets through. */
export const PRIVATE_NAMES: readonly string[] = ['internal', 'metrics', 'livez', 'readyz']
const PRIVATE = new RegExp(`^/+(?:${PRIVATE_NAMES.join('|')})(?:/|$)`, 'i')

export type Target = { service: ServiceName; path: string }

/** Where a path goes, or undefined where it goes nowhere. `path` has no query and is percent-encoded as it came. */
export function resolveRoute(path: string): Target | undefined {
  for (const { outside, below, service, inside } of routeTable) {
    if (!path.startsWith(outside)) continue
    const rest = path.slice(outside.length)
    if (rest !== '' && !(below && rest.startsWith('/'))) continue
    const target = inside + rest
    return target === '' || isPrivate(target) ? undefined : { service, path: target }
  }
  return undefined
}

/** The outside path of a service's own path, by the first row that leads there. */
export function outsidePathOf(service: ServiceName, path: string): string | undefined {
  const fits = (route: Route) => {
    const rest = path.slice(route.inside.length)
    return route.service === service && path.startsWith(route.inside) && (rest === '' || (route.below && rest.startsWith('/')))
  }
  const route = routeTable.find(fits)
  return route && route.outside + path.slice(route.inside.length)
}

/** Judged as the service will read it: percent-decoded. */
function isPrivate(path: string): boolean {
  try {
    return PRIVATE.test(decodeURIComponent(path))
  } catch {
    return false
  }
}
