import { Readable } from 'node:stream'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Operation } from '@w2meet/contract'
import Type from 'typebox'
import { describe, expect, test } from 'vitest'
import { matchesTag } from './etag.ts'
import { createHttpApp } from './http-app.ts'
import { createLog } from './log.ts'
import { serve } from './serve.ts'

/** Answers as many words as it is asked for. */
const getWords = {
  name: 'getWords',
  summary: 'Words',
  access: 'anybody',
  method: 'GET',
  path: '/words',
  query: Type.Object({ count: Type.Integer() }, { additionalProperties: false }),
  headers: Type.Object({ 'if-none-match': Type.Optional(Type.String()) }),
  success: 200,
  answer: Type.Object({ words: Type.Array(Type.String()) }),
} as const satisfies Operation
const getSecretWords = { ...getWords, name: 'getSecretWords', path: '/secret-words', secret: true } as const satisfies Operation
const getFeed = {
  ...getWords,
  name: 'getFeed',
  path: '/feed.ics',
  answer: Type.String(),
  contentType: 'text/calendar; charset=utf-8',
} as const satisfies Operation

const wordsOf = (count: number) => Array.from({ length: count }, (_, index) => `word ${index} – señor`)

function appOfWords() {
  const app = createHttpApp({ service: 'word-service', log: createLog('silent', { write() {} }) })
  serve(app, getWords, async ({ query, headers }, _, head) => {
    head.header('etag', '"v3"')
    if (matchesTag(headers['if-none-match'], '"v3"')) head.code(304)
    return { words: wordsOf(query.count) }
  })
  serve(app, getSecretWords, async ({ query }) => ({ words: wordsOf(query.count) }))
  serve(app, getFeed, async ({ query }) => wordsOf(query.count).join('\n'))
  return app
}
const ask = (
  app: ReturnType<typeof appOfWords>,
  url: string,
  headers: Record<string, string> = {},
  method: 'GET' | 'HEAD' = 'GET',
) => app.inject({ method, url, headers: { 'accept-encoding': 'gzip, br', ...headers } })

describe('an answer of text', () => {
  test.each([
    ['br', 100, brotliDecompressSync],
    ['gzip', 100, gunzipSync],
    ['br', 20_000, brotliDecompressSync],
    ['gzip', 20_000, gunzipSync],
  ])('is sent as %s of %d words, with its length and its tag as it was', async (coding, count, decode) => {
    const app = appOfWords()

    const answer = await ask(app, `/words?count=${count}`, { 'accept-encoding': coding })

    const { headers, rawPayload } = answer
    expect(headers).toMatchObject({
      'content-encoding': coding,
      vary: 'Accept-Encoding',
      etag: '"v3"',
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(rawPayload.length),
    })
    expect(JSON.parse(decode(rawPayload).toString())).toEqual({ words: wordsOf(count) })
    expect(rawPayload.length).toBeLessThan(count * 10)
  })

  test.each(['', 'identity', 'zstd', 'br;q=0'])(
    'that is large goes as it is to whoever accepts %j, and says that it varies',
    async (accepted) => {
      const app = appOfWords()

      const { headers, json } = await ask(app, '/words?count=100', { 'accept-encoding': accepted })

      expect(headers).not.toHaveProperty('content-encoding')
      expect(headers.vary).toBe('Accept-Encoding')
      expect(json()).toEqual({ words: wordsOf(100) })
    },
  )

  test('that is short goes as it is, with no header more', async () => {
    const app = appOfWords()

    const { headers, json } = await ask(app, '/words?count=3')

    expect(Object.keys(headers).toSorted()).toEqual(['case-id', 'connection', 'content-length', 'content-type', 'date', 'etag'])
    expect(json()).toEqual({ words: wordsOf(3) })
  })

  test('other than JSON is compressed, too', async () => {
    const app = appOfWords()

    const { headers, rawPayload } = await ask(app, '/feed.ics?count=100')

    expect(headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'text/calendar; charset=utf-8' })
    expect(brotliDecompressSync(rawPayload).toString()).toBe(wordsOf(100).join('\n'))
  })

  test('that refuses is compressed, too', async () => {
    const app = appOfWords()
    const unknown = Array.from({ length: 100 }, (_, index) => `unknown${index}=1`).join('&')

    const { statusCode, headers, rawPayload } = await ask(app, `/words?count=1&${unknown}`)

    expect([statusCode, headers['content-encoding']]).toEqual([400, 'br'])
    expect(JSON.parse(brotliDecompressSync(rawPayload).toString())).toMatchObject({ case_id: headers['case-id'] })
  })

  test('has the same headers where it is asked for by HEAD', async () => {
    const app = appOfWords()

    const get = await ask(app, '/words?count=100', { 'case-id': 'mine' })
    const head = await ask(app, '/words?count=100', { 'case-id': 'mine' }, 'HEAD')

    const comparable = ({ date, 'content-length': length, ...others }: Record<string, unknown>) => [Number(length), others]
    expect(comparable(head.headers)).toEqual(comparable(get.headers))
    expect(head.body).toBe('')
  })

  test.each(['GET', 'HEAD'] as const)(
    'is 304 by the tag that it has in any coding, and %s is told no other length',
    async (method) => {
      const app = appOfWords()
      const { headers } = await ask(app, '/words?count=100')

      const again = await ask(app, '/words?count=100', { 'if-none-match': String(headers.etag) }, method)

      expect([again.statusCode, again.body, again.headers.vary]).toEqual([304, '', 'Accept-Encoding'])
      expect(again.headers).not.toHaveProperty('content-encoding')
      expect(again.headers).not.toHaveProperty('content-length')
    },
  )

  test('varies by what it varied by already, too', async () => {
    const app = appOfWords()
    app.get('/other', (_, reply) => reply.type('text/csv').header('vary', 'Cookie').send('x'.repeat(2_000)))

    expect((await ask(app, '/other')).headers.vary).toBe('Cookie, Accept-Encoding')
  })
})

describe('an answer stays as it is', () => {
  test('where it holds a secret', async () => {
    const app = appOfWords()

    const { headers, json } = await ask(app, '/secret-words?count=100')

    expect(headers).not.toHaveProperty('content-encoding')
    expect(headers).not.toHaveProperty('vary')
    expect(json()).toEqual({ words: wordsOf(100) })
  })

  test.each<[string, () => unknown, Record<string, string>]>([
    ['a stream', () => Readable.from(['words '.repeat(1_000)]), { 'content-type': 'text/event-stream' }],
    ['encoded already', () => Buffer.alloc(6_000), { 'content-type': 'text/css', 'content-encoding': 'zstd' }],
    ['an image', () => Buffer.alloc(6_000), { 'content-type': 'image/png' }],
  ])('where it is %s', async (_, content, headers) => {
    const app = appOfWords()
    app.get('/other', (_request, reply) => reply.headers(headers).send(content()))

    const answer = await ask(app, '/other')

    expect(answer.headers['content-encoding']).toBe(headers['content-encoding'])
    expect(answer.rawPayload).toHaveLength(6_000)
  })

  test('where this process is compressing 16 MB already, so that a crowd of large answers holds nobody up', async () => {
    const large = 'x'.repeat(6_000_000)
    const [one, other] = [appOfWords(), appOfWords()]
    for (const app of [one, other]) app.get('/large', (_, reply) => reply.type('text/csv').send(large))

    const crowd = await Promise.all([one, other, one, other, one, other].map((app) => ask(app, '/large')))
    const later = await ask(one, '/large')

    expect(crowd.filter(({ headers }) => headers['content-encoding'] === 'br')).toHaveLength(2)
    expect(crowd.filter(({ body }) => body === large)).toHaveLength(4)
    expect(later.headers['content-encoding']).toBe('br')
  })
})
