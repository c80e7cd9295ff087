import { maxBodyBytesOf } from '@w2meet/contract'
import { NO_OPERATION } from '@w2meet/service-kit'
import { entrances, patternOf, type Route, routes } from './route-table.ts'
import { WELL_FORMED_TARGET } from './target.ts'

/** The limits of bodies that the services' operations have, in bytes, smallest first. */
export const BODY_LIMITS = [
  ...new Set(routes.flatMap(({ operations }) => [...operations.values()].map(maxBodyBytesOf))),
].toSorted((one, other) => one - other)

/**
 * The route table as nginx maps, judged by the path as the client sent it, like `findRoute`: `$route` is empty where a path
 * leads to no service, `$body_limit` where the service is not asked by this method. `$target` is path and query as the
 * service knows them.
 */
export function routeMaps(): string {
  return `# The target as it was sent, also where nginx gives up at it.
map $request $raw_target {
  "~*^\\S+ (?:https?://[^/?#]*)?(?<sent_target>.*) HTTP/" $sent_target;
}
# Possessive (*+), lest 16 kB of characters be as many places to go back to, for which PCRE has no room.
map $raw_target $is_malformed {
  default 1;
  "" "";
  "~*${WELL_FORMED_TARGET.replace(/\*\$$/, '*+$')}" "";
}
# Patterns alone, since nginx ignores case where it compares texts.
map $path $route {
${rows(routes, (route) => [`~${patternOf(route.outside)}`, nameOf(route)])}
}
map $route $service {
  "~^(?<service_name>[a-z-]+)/" $service_name;
}
map $route $allowed {
  default "GET, HEAD";
${rows(distinctRoutes, (route) => [nameOf(route), [...route.operations.keys()].join(', ')])}
}
map "$method $route" $body_limit {
${asked.map(({ key, operation }) => `  "${key}" ${maxBodyBytesOf(operation)};`).join('\n')}
}
map "$method $route" $declared_operation {
  default ${NO_OPERATION};
${asked.map(({ key, operation }) => `  "${key}" ${operation.name};`).join('\n')}
}
map $request_uri $target {
${rows(entrances, ({ outside, inside }) => [`~^${outside}(?<rest>(?:[/?].*)?)$`, `${inside}$rest`])}
}`
}

function rows<T>(things: readonly T[], rowOf: (thing: T) => [key: string, value: string | number]): string {
  return things
    .map(rowOf)
    .map(([key, value]) => `  "${key}" "${value}";`)
    .join('\n')
}

/** Each route within a service once, although several addresses may lead to it. */
const distinctRoutes = [...new Map(routes.map((route) => [nameOf(route), route])).values()]

/** The operations, by method and route. */
const asked = distinctRoutes.flatMap((route) =>
  [...route.operations].map(([method, operation]) => ({ key: `${method} ${nameOf(route)}`, operation })),
)

function nameOf({ service, inside }: Route): string {
  return `${service}${inside}`
}
