import { type Operation, outsideOperations, type ServiceName } from '@w2meet/contract'

/** Below `outside` the gateway passes on what the contract declares of the service below `inside`. */
type Entrance = { outside: string; service: ServiceName; inside: string }

/** CONTRACT 7. Where several lead to an operation, the first is the one that is documented. */
export const entrances: readonly Entrance[] = [
  { outside: '/user/health', service: 'user-service', inside: '/health' },
  { outside: '/availability/health', service: 'availability-service', inside: '/health' },
  { outside: '/suggestion/health', service: 'suggestion-service', inside: '/health' },
  { outside: '/worker/health', service: 'worker-service', inside: '/health' },
  { outside: '/api/users', service: 'user-service', inside: '/users' },
  { outside: '/api/user-avail', service: 'user-service', inside: '/user-avail' },
  { outside: '/api/meetings', service: 'user-service', inside: '/meetings' },
  { outside: '/api/availability', service: 'availability-service', inside: '' },
  { outside: '/api/suggestions', service: 'suggestion-service', inside: '/suggestions' },
  { outside: '/api/tasks', service: 'worker-service', inside: '/tasks' },
  // The paths of the first w2meet.
  { outside: '/users', service: 'user-service', inside: '' },
  { outside: '/availability', service: 'availability-service', inside: '' },
  { outside: '/suggestion', service: 'suggestion-service', inside: '' },
  { outside: '/worker', service: 'worker-service', inside: '' },
]

/** One address that clients may use, and the service that answers there. */
export type Route = {
  /** With `:parameters`: `/api/users/:email`. */
  outside: string
  service: ServiceName
  /** The path of that address within the service: `/users/:email`. */
  inside: string
  /** The operations at this address, by method: `PUT` is `replaceUser`. HEAD goes with GET. */
  operations: ReadonlyMap<string, Operation>
}

/**
 * The routes to all services, made from the contract: an operation that it does not declare for the outside has none. The first
 * route that fits decides, so longer ones come first: `/meetings/:id.ics` before `/meetings/:id`.
 */
export const routes: readonly Route[] = [
  ...new Map(
    entrances
      .toReversed()
      .flatMap(routesOf)
      .map((route) => [route.outside, route]),
  ).values(),
].toSorted((one, other) => other.outside.length - one.outside.length)

function routesOf({ outside, service, inside }: Entrance): Route[] {
  const below = outsideOperations(service).filter(
    ({ path }) => path.startsWith(inside) && /^(?:\/|$)/.test(path.slice(inside.length)),
  )
  return [...Map.groupBy(below, ({ path }) => path)].map(([path, operations]) => ({
    outside: outside + path.slice(inside.length),
    service,
    inside: path,
    operations: new Map(operations.flatMap(byMethods)),
  }))
}

function byMethods(operation: Operation): [method: string, operation: Operation][] {
  const methods = operation.method === 'GET' ? ['GET', 'HEAD'] : [operation.method]
  return methods.map((method) => [method, operation])
}

/** The regular expression, for JavaScript and PCRE alike, that fits the paths of a route as they are sent. */
export function patternOf(path: string): string {
  return `^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`
}

const fixed = new Map(routes.filter(({ outside }) => !outside.includes(':')).map((route) => [route.outside, route]))
const patterns = routes
  .filter(({ outside }) => outside.includes(':'))
  .map((route) => ({ route, pattern: new RegExp(patternOf(route.outside)) }))

/** The route of a path as it was sent, without its query; undefined where it leads to no service. */
export function findRoute(path: string): Route | undefined {
  return fixed.get(path) ?? patterns.find(({ pattern }) => pattern.test(path))?.route
}

/** The path as the service of its route knows it. */
export function insidePathOf({ outside, inside }: Route, path: string): string {
  const [before = ''] = outside.split(':')
  const [beforeInside = ''] = inside.split(':')
  return beforeInside + path.slice(before.length)
}

/** The address at which clients find a path of a service. */
export function outsidePathOf(service: ServiceName, path: string): string | undefined {
  const entrance = entrances.find((one) => routesOf(one).some((route) => route.service === service && route.inside === path))
  return entrance && entrance.outside + path.slice(entrance.inside.length)
}
