import type { Operation } from '@w2meet/contract'
import fastJson, { type Schema } from 'fast-json-stringify'

/**
 * Compiles what an answer goes through over HTTP: it is written by the serializer that Fastify makes of its schema, and read
 * again, so that nothing undeclared gets through, and nothing is shared with the service.
 */
export function compileAnswer({ success, contentType, answer }: Operation): (given: unknown) => unknown {
  if (success === 204) return () => undefined
  if (contentType !== undefined) return (given) => given
  const serialize = fastJson(answer as Schema)
  return (given) => JSON.parse(serialize(given))
}
