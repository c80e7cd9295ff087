import { PRIVATE_NAMES, type Route, routeTable } from './route-table.ts'

/**
 * The route table as nginx maps, judged by the path as the client sent it, like `resolveRoute`: `$service` is empty where
 * a path leads nowhere, `$target` is path and query as the service knows them.
 */
export function routeMaps(): string {
  return `map $request_uri $routed {
${rows(({ service }) => service)}
}
map $request_uri $target {
${rows(({ inside }) => `"${inside}$rest"`)}
}
# Judged as sent and as decoded.
map "$uri $request_uri" $private {
  ${privatePattern()} 1;
}
map $private $service {
  default $routed;
  1 "";
}`
}

function rows(value: (route: Route) => string): string {
  return routeTable.map((route) => `  ${patternOf(route)} ${value(route)};`).join('\n')
}

/** What follows `outside`, with its query, is the capture `rest`. */
function patternOf({ outside, below, inside }: Route): string {
  const query = '(?:\\?.*)?'
  // A service has no page at its empty path.
  const path = below ? (inside === '' ? '/[^?]*' : '(?:/[^?]*)?') : ''
  return `"~^${outside}(?<rest>${path}${query})$"`
}

function privatePattern(): string {
  const outsides = routeTable.filter(({ below, inside }) => below && inside === '').map(({ outside }) => outside)
  return `"~*(?:^| )(?:${outsides.join('|')})/+(?:${PRIVATE_NAMES.join('|')})(?:[/? ]|$)"`
}
