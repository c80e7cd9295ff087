import { codingFor, type HttpApp, matchesTag, VARY_BY_CODING } from '@w2meet/service-kit'
import { contentTypeOf } from './content-types.ts'
import { addressesOf, type Site } from './site.ts'
import { lifetimeOf, policyOf, SITE_HEADERS } from './site-headers.ts'

/**
 * Serves each file at its addresses, compressed as the client takes it. Returns the addresses.
 *
 * By hand, since @fastify/static serves folders: here the content is in memory, the OpenAPI document made at the start among it,
 * so that a page built anew beneath a running gateway changes nothing of what it serves. Its ETags are of size and time of a
 * file, and differ between replicas that each built the same page.
 */
export function serveSite(app: HttpApp, site: Site): string[] {
  for (const [path, { content, etag, compressed }] of site) {
    const type = contentTypeOf(path)
    const headers = {
      etag,
      ...SITE_HEADERS,
      'cache-control': lifetimeOf(path),
      'content-security-policy': policyOf(path),
      ...(compressed && VARY_BY_CODING),
    }
    for (const url of addressesOf(path)) {
      app.get(url, { config: { operation: 'page', leftAsItIs: true } }, (request, reply) => {
        const coding = compressed && codingFor(request.headers['accept-encoding'])
        const form = coding === undefined ? content : compressed![coding]
        reply.headers(headers).header('content-length', form.length)
        if (matchesTag(request.headers['if-none-match'], etag)) return reply.code(304).send()
        if (coding !== undefined) reply.header('content-encoding', coding)
        return reply.type(type).send(form)
      })
    }
  }
  return [...site.keys()].flatMap(addressesOf)
}
