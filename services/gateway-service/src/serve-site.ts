import { etagOf, type HttpApp, matchesTag } from '@w2meet/service-kit'
import { contentTypeOf } from './content-types.ts'
import type { Site } from './site.ts'
import { lifetimeOf, policyOf, SITE_HEADERS } from './site-headers.ts'

/**
 * Serves each file at its path; a folder's `index.html` also at the folder, with or without a slash at the end. Returns the paths.
 *
 * By hand, since @fastify/static serves folders: here the content is in memory, the OpenAPI document made at the start among it,
 * so that a page built anew beneath a running gateway changes nothing of what it serves. Its ETags are of size and time of a
 * file, and differ between replicas that each built the same page.
 */
export function serveSite(app: HttpApp, site: Site): string[] {
  for (const [path, content] of site) {
    const type = contentTypeOf(path)
    const headers = { ...SITE_HEADERS, 'cache-control': lifetimeOf(path), 'content-security-policy': policyOf(path) }
    const etag = etagOf(content)
    for (const url of addressesOf(path)) {
      app.get(url, { config: { operation: 'page' } }, (request, reply) => {
        reply.headers({ etag, ...headers })
        if (matchesTag(request.headers['if-none-match'], etag)) return reply.code(304).send()
        return reply.type(type).send(content)
      })
    }
  }
  return [...site.keys()].flatMap(addressesOf)
}

function addressesOf(path: string): string[] {
  if (!path.endsWith('/index.html')) return [path]
  const folder = path.slice(0, -'/index.html'.length)
  return [path, `${folder}/`, ...(folder === '' ? [] : [folder])]
}
