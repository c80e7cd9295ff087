import { createHash } from 'node:crypto'
import type { HttpApp } from '@w2meet/service-kit'
import { contentTypeOf } from './content-types.ts'
import type { Site } from './site.ts'
import { lifetimeOf, policyOf, SITE_HEADERS } from './site-headers.ts'

/** Serves each file at its path; a folder's `index.html` also at the folder, with or without a slash at the end. Answers the paths. */
export function serveSite(app: HttpApp, site: Site): string[] {
  for (const [path, content] of site) {
    const type = contentTypeOf(path)
    const headers = { ...SITE_HEADERS, 'cache-control': lifetimeOf(path), 'content-security-policy': policyOf(path) }
    const etag = `"${createHash('sha256').update(content).digest('base64url')}"`
    for (const url of addressesOf(path)) {
      app.get(url, { config: { operation: 'page' } }, (request, reply) => {
        reply.headers({ etag, ...headers })
        if (isKnown(etag, request.headers['if-none-match'])) return reply.code(304).send()
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

/** RFC 9110 13.1.2, where weak tags count too. */
function isKnown(etag: string, ifNoneMatch = ''): boolean {
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes(etag) || tags.includes('*')
}
