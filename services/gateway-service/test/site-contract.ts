import { type IncomingMessage, request } from 'node:http'
import { buffer, text } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { etagOf } from '@w2meet/service-kit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSite, type Site } from '../src/site.ts'
import type { OpenGateway } from './gateway-set-up.ts'

/** What every gateway must answer itself, whatever program it is. */
export function describeOwnPages(name: string, open: OpenGateway): void {
  const nowhere = ['http://127.0.0.1:1']
  let site: Site
  let gateway: Awaited<ReturnType<OpenGateway>>
  beforeAll(async () => {
    site = await createSite()
    const replicas = {
      'user-service': nowhere,
      'availability-service': nowhere,
      'suggestion-service': nowhere,
      'worker-service': nowhere,
    }
    gateway = await open(replicas, { timeoutMs: 1_000 })
  })
  afterAll(() => gateway.close())

  const ask = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
    fetch(gateway.url + path, { method, headers: { 'case-id': 'mine', ...headers } })

  /** As it is sent: `fetch` asks for codings by itself, and decodes them. */
  async function askUndecoded(path: string, headers: Record<string, string>, method = 'GET') {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    request(gateway.url + path, { method, headers: { 'case-id': 'mine', ...headers } }, resolve)
      .on('error', reject)
      .end()
    const answer = await promise
    return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) }
  }

  /** The path as it is written; `fetch` would tidy it. */
  async function askExactly(path: string): Promise<{ status: number; caseId: string; body: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    request(gateway.url, { path }, resolve).on('error', reject).end()
    const answer = await promise
    return { status: answer.statusCode!, caseId: String(answer.headers['case-id']), body: await text(answer) }
  }

  describe(`${name}, its own pages`, () => {
    test('says ok of itself, as text', async () => {
      const answer = await ask('/health')

      expect(await answer.text()).toBe('ok')
      expect(answer.headers.get('content-type')).toMatch('text/plain')
      expect(answer.headers.get('case-id')).toBe('mine')
    })

    test.each([
      ['/', '/index.html', 'text/html; charset=utf-8'],
      ['/index.html', '/index.html', 'text/html; charset=utf-8'],
      ['/?from=mail', '/index.html', 'text/html; charset=utf-8'],
      ['/reply/reply.css', '/reply/reply.css', 'text/css; charset=utf-8'],
      ['/icon.svg', '/icon.svg', 'image/svg+xml'],
      ['/docs', '/docs/index.html', 'text/html; charset=utf-8'],
      ['/docs/', '/docs/index.html', 'text/html; charset=utf-8'],
      ['/docs/index.html', '/docs/index.html', 'text/html; charset=utf-8'],
      ['/docs/start.js', '/docs/start.js', 'text/javascript; charset=utf-8'],
      ['/docs/swagger-ui-bundle.js', '/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
      ['/docs/swagger-ui.css', '/docs/swagger-ui.css', 'text/css; charset=utf-8'],
      ['/docs/favicon-32x32.png', '/docs/favicon-32x32.png', 'image/png'],
      ['/reply/', '/reply/index.html', 'text/html; charset=utf-8'],
      ['/reply/reply.js', '/reply/reply.js', 'text/javascript; charset=utf-8'],
      ['/reply/time.js', '/reply/time.js', 'text/javascript; charset=utf-8'],
      ['/openapi.json', '/openapi.json', 'application/json; charset=utf-8'],
    ])('%s is the file %s, as %s and with the Case-Id', async (path, file, type) => {
      const answer = await ask(path, 'GET', { 'accept-encoding': 'identity' })
      const head = await ask(path, 'HEAD', { 'accept-encoding': 'identity' })

      const { content, etag } = site.get(file)!
      expect(content.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true)
      expect(await head.text()).toBe('')
      for (const { status, headers } of [answer, head]) {
        expect(status).toBe(200)
        expect(headers.get('content-type')).toBe(type)
        expect(headers.get('content-length')).toBe(String(content.length))
        expect(headers.get('case-id')).toBe('mine')
        expect(headers.get('etag')).toBe(etag)
      }
    })

    test.each([
      ['/docs/swagger-ui.css', 'gzip, deflate, br, zstd', 'br'],
      ['/docs/swagger-ui.css', 'deflate, gzip', 'gzip'],
      ['/docs/swagger-ui-bundle.js', 'br;q=0.5, gzip', 'br'],
      ['/reply/reply.js', 'br;q=0, *', 'gzip'],
      ['/reply/time.js', 'GZIP;q=0.1, br ; q=0.000', 'gzip'],
      ['/openapi.json', 'identity;q=0, *', 'br'],
      ['/openapi.json', 'gzip', 'gzip'],
    ] as const)('%s for whoever accepts %j was compressed when it was built: %s', async (path, accepted, coding) => {
      const { content, etag, compressed } = site.get(path)!

      const get = await askUndecoded(path, { 'accept-encoding': accepted })
      const head = await askUndecoded(path, { 'accept-encoding': accepted }, 'HEAD')

      expect(get.body.equals(compressed![coding])).toBe(true)
      expect({ br: brotliDecompressSync, gzip: gunzipSync }[coding](get.body).equals(content)).toBe(true)
      for (const { status, headers } of [get, head]) {
        expect(status).toBe(200)
        expect(headers).toMatchObject({
          'content-encoding': coding,
          'content-length': String(get.body.length),
          vary: 'Accept-Encoding',
          etag,
        })
      }
    })

    test.each([undefined, '', 'identity', 'zstd, deflate', 'brotli', 'br;q=0.0, gzip;q=0', 'identity;q=1, *;q=0'])(
      'whoever accepts %j gets a text as it is, and is told that it varies',
      async (accepted) => {
        const { content, etag } = site.get('/docs/swagger-ui.css')!

        const { headers, body } = await askUndecoded(
          '/docs/swagger-ui.css',
          accepted === undefined ? {} : { 'accept-encoding': accepted },
        )

        expect(body.equals(content)).toBe(true)
        expect(headers).toMatchObject({ vary: 'Accept-Encoding', etag })
        expect(headers).not.toHaveProperty('content-encoding')
      },
    )

    test.each(['/', '/icon.svg', '/docs/favicon-32x32.png'])('%s, short or no text, has one form', async (path) => {
      const { status, headers } = await askUndecoded(path, { 'accept-encoding': 'br' })

      expect(status).toBe(200)
      expect(headers).not.toHaveProperty('content-encoding')
      expect(headers).not.toHaveProperty('vary')
    })

    test.each(['br', 'gzip', 'identity'] as const)(
      'the tag of a page gets 304, accepted as %s, with the headers of the page',
      async (accepted) => {
        const { content, compressed, etag } = site.get('/docs/swagger-ui.css')!
        const conditions = [etag, `W/${etag}`, `"other", ${etag}`, '*', `"other",W/${etag} , "more"`]

        for (const [condition, method] of [...conditions.map((one) => [one, 'GET'] as const), [etag, 'HEAD'] as const]) {
          const conditional = { 'accept-encoding': accepted, 'if-none-match': condition }
          const { status, headers, body } = await askUndecoded('/docs/swagger-ui.css', conditional, method)

          expect([condition, status, body.length]).toEqual([condition, 304, 0])
          const { date, connection, 'keep-alive': keptAlive, server, ...own } = headers
          expect(own).toEqual({
            'cache-control': 'no-cache',
            'case-id': 'mine',
            'content-length': String((accepted === 'identity' ? content : compressed![accepted]).length),
            'content-security-policy': expect.any(String),
            etag,
            'referrer-policy': 'same-origin',
            vary: 'Accept-Encoding',
            'x-content-type-options': 'nosniff',
          })
        }
      },
    )

    test.each(['"other"', '', etagOf('').replace('"', ''), '"oth*er"'])('the condition %j gets the page', async (condition) => {
      const { status } = await askUndecoded('/docs/swagger-ui.css', { 'if-none-match': condition })

      expect(status).toBe(200)
    })

    test('the tag of a page is no answer to a change of it', async () => {
      const { etag } = site.get('/docs/swagger-ui.css')!

      const { status, headers } = await askUndecoded('/docs/swagger-ui.css', { 'if-none-match': etag }, 'POST')

      expect([status, headers.allow]).toEqual([405, 'GET, HEAD'])
    })

    test('a page is answered whole, since a part would be one of some coding, and has no date that is of a file', async () => {
      const { status, headers } = await askUndecoded('/docs/swagger-ui.css', { range: 'bytes=0-9' })

      expect(status).toBe(200)
      expect(headers).not.toHaveProperty('accept-ranges')
      expect(headers).not.toHaveProperty('last-modified')
    })

    test('a file whose name changes with its content is kept and not asked about', async () => {
      const script = [...site.keys()].find((file) => /^\/assets\/.*\.js$/.test(file))!

      const { status, headers } = await ask(script)

      expect(status).toBe(200)
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    })

    test.each([
      ['/', /^default-src 'self'; [^*]*$/],
      ['/docs', /style-src 'self' 'unsafe-inline'; img-src 'self' data:$/],
    ])('%s may load nothing from elsewhere, and make no script of text', async (path, policy) => {
      const { headers } = await ask(path)

      expect(headers.get('content-security-policy')).toMatch(policy)
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'self';/)
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe-eval|script-src/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
    })

    test('the policy of the page itself permits nothing within it', async () => {
      const { headers } = await ask('/')

      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|data:|http/)
    })

    test('a file that a client has already is not sent again, but asked about each time', async () => {
      const first = await ask('/docs/swagger-ui.css')
      const etag = first.headers.get('etag')!

      const again = await ask('/docs/swagger-ui.css', 'GET', { 'if-none-match': `"other", ${etag}` })
      const other = await ask('/docs/start.js', 'GET', { 'if-none-match': etag })

      expect(first.headers.get('cache-control')).toBe('no-cache')
      expect(again.status).toBe(304)
      expect(await again.text()).toBe('')
      expect(again.headers.get('case-id')).toBe('mine')
      expect(again.headers.get('cache-control')).toBe('no-cache')
      expect(other.status).toBe(200)
    })

    test.each(['/', '/docs', '/reply/'])(
      'all that %s loads is there, and none of it is script or style within the page',
      async (path) => {
        const page = await (await ask(path)).text()

        const loaded = [...page.matchAll(/<(?:script|link)[^>]* (?:src|href)="([^"]*)"/g)].map(([, address]) => address!)
        expect(loaded.length).toBeGreaterThan(0)
        for (const address of loaded) expect([address, (await ask(address)).status]).toEqual([address, 200])
        expect(page).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/)
      },
    )

    test.each([
      '/docs/nothing',
      '/docs/start.js/',
      '/docs/index.html/',
      '/openapi.json/',
      '/docs/.hidden',
      '/site/index.html',
      '/-/site/index.html',
      '/-/site',
      '/-/known-page',
      '/pages.map',
      '/br/docs/swagger-ui.css',
      '/docs/swagger-ui.css.br',
      '/docs/swagger-ui.css.gz',
      '/-/again',
      '/-/once',
      '/-/problem/404',
    ])('%s is 404 in the shape of the contract', async (path) => {
      const { status, caseId, body } = await askExactly(path)

      expect(status).toBe(404)
      expect(JSON.parse(body)).toMatchObject({ case_id: caseId, detail: [{ type: 'route_unknown' }] })
    })

    test.each([
      '/../nginx.conf',
      '/docs/../../nginx.conf',
      '/..%2fnginx.conf',
      '/docs/..%2f..%2fnginx.conf',
      '/docs/%2e%2e/%2e%2e/nginx.conf',
      '/%252e%252e/nginx.conf',
      '/docs/..%5c..%5cnginx.conf',
      '/docs%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
      '//etc/passwd',
      '/docs/start.js%00',
    ])('%s leads to no file outside the site', async (path) => {
      const { status, caseId, body } = await askExactly(path)

      expect([400, 404]).toContain(status)
      expect(JSON.parse(body)).toMatchObject({ case_id: caseId, detail: [{ type: expect.any(String) }] })
    })

    test.each([
      ['POST', '/docs/', 405],
      ['PUT', '/', 405],
      ['DELETE', '/openapi.json', 405],
      ['PATCH', '/health', 405],
      ['POST', '/docs/nothing', 404],
      ['DELETE', '/nothing', 404],
    ])('%s %s is %d and says so of that method', async (method, path, status) => {
      const answer = await ask(path, method)

      expect(answer.status).toBe(status)
      expect(answer.headers.get('allow')).toBe(status === 405 ? 'GET, HEAD' : null)
      expect(answer.headers.get('case-id')).toBe('mine')
      expect(await answer.json()).toMatchObject({ case_id: 'mine', detail: [{ msg: expect.stringContaining(method) }] })
    })
  })
}
