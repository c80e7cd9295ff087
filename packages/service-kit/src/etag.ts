import { createHash } from 'node:crypto'

/**
 * A strong ETag (RFC 9110, 8.8.3): the same content has the same one, from whichever replica and after whichever build.
 *
 * By hand, since @fastify/etag compares If-None-Match with one tag alone, where browsers and caches send lists and `*`; and
 * it hashes every answer of an app, problems included, where few are worth it.
 */
export function etagOf(content: string | Uint8Array): string {
  return `"${createHash('sha256').update(content).digest('base64url')}"`
}

/**
 * Whether If-None-Match or If-Match (RFC 9110, 13.1) names this ETag, or any by `*`. A leading `W/` is ignored in both, since
 * proxies that compress add it.
 */
export function matchesTag(condition: string | undefined, etag: string): boolean {
  const tags = (condition ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes(etag) || tags.includes('*')
}

/** The strong ETag of what has a version: it rises with every change of the thing itself. */
export function versionTag({ version }: { version: number }): string {
  return `"v${version}"`
}
