import { problem } from '@w2meet/contract'
import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'

/** The cursor after this position in a list, for clients to give back as it is. A position is no secret. */
export function cursorOf(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** The position that a cursor stands for; undefined without one. Throws `cursor_unknown` for a text that is no cursor of this list. */
export function positionOf<S extends TSchema>(cursor: string | undefined, schema: S): Static<S> | undefined {
  if (cursor === undefined) return undefined
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Check(schema, position)) return position as Static<S>
  } catch {
    // No JSON.
  }
  throw problem('cursor_unknown', {}, ['query', 'cursor'])
}

/**
 * The value of a `Link` header (RFC 8288) to the next page: a reference of a query alone, which means the same path on every way
 * in (RFC 3986 5.2.2).
 */
export function linkToNext(query: Readonly<Record<string, string | number | undefined>>, cursor: string): string {
  const given = Object.entries({ ...query, cursor }).filter(([, value]) => value !== undefined)
  return `<?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}>; rel="next"`
}
