import { DEFAULT_MAX_BODY_BYTES, type Operation, problem } from '@w2meet/contract'
import Type from 'typebox'
import { describe, expect, test } from 'vitest'
import { createHttpApp, type HttpApp } from './http-app.ts'
import { createLog } from './log.ts'
import { serve } from './serve.ts'

const writeGreeting = {
  name: 'writeGreeting',
  summary: 'Greets somebody',
  access: 'anybody',
  method: 'POST',
  path: '/greetings/:name',
  params: Type.Object({ name: Type.String({ maxLength: 10, title: 'a short name' }) }),
  query: Type.Object({ loud: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
  body: Type.Object(
    { times: Type.Array(Type.Integer({ minimum: 1, title: 'a number from 1' })), title: Type.Optional(Type.String()) },
    { additionalProperties: false },
  ),
  success: 201,
  answer: Type.Object({ greeting: Type.String() }),
} as const satisfies Operation

function greeter(): HttpApp {
  const app = createHttpApp({ service: 'greeting-service', log: createLog('silent', { write() {} }) })
  serve(app, writeGreeting, async ({ params, query, body }) => {
    const greeting = `hello ${params.name} `.repeat(body.times[0] ?? 1).trim()
    return { greeting: query.loud ? greeting.toUpperCase() : greeting }
  })
  return app
}

const json = { 'content-type': 'application/json' }
function post(app: HttpApp, { url = '/greetings/ada', headers = {}, payload = '{"times":[1]}' } = {}) {
  return app.inject({ method: 'POST', url, headers: { ...json, 'case-id': 'case-1', ...headers }, payload })
}
const oneDetail = (loc: unknown[], type: string, msg: unknown = expect.any(String)) => ({
  case_id: 'case-1',
  detail: [{ loc, type, msg }],
})

describe('an operation', () => {
  test('answers with its status and its shape', async () => {
    const app = greeter()

    const answer = await post(app, { url: '/greetings/ada?loud=true', payload: '{"times":[2]}' })

    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toEqual({ greeting: 'HELLO ADA HELLO ADA' })
  })

  test('that answers 204 answers without a body', async () => {
    const app = greeter()
    const forget = {
      name: 'f',
      summary: 's',
      access: 'anybody',
      method: 'DELETE',
      path: '/greetings',
      success: 204,
      answer: Type.Unsafe<void>({}),
    }
    serve(app, forget as Operation, async () => undefined)

    const answer = await app.inject({ method: 'DELETE', url: '/greetings' })

    expect([answer.statusCode, answer.body]).toEqual([204, ''])
  })
})

describe('the Case-Id', () => {
  test('of the request is that of the answer', async () => {
    const app = greeter()

    const answer = await post(app, { headers: { 'case-id': 'Case_1.a:b-c' } })

    expect(answer.headers['case-id']).toBe('Case_1.a:b-c')
  })

  test.for(['two words', 'a,b', 'é', 'x'.repeat(129), ''])(
    'that is malformed (%j) is replaced by a UUIDv7',
    async (malformed) => {
      const app = greeter()

      const answer = await post(app, { headers: { 'case-id': malformed } })

      expect(answer.headers['case-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    },
  )

  test('is in the body and the header of a refusal, a route unknown included', async () => {
    const app = greeter()

    const answer = await app.inject({ url: '/nowhere', headers: { 'case-id': 'case-7' } })

    expect(answer.headers['case-id']).toBe('case-7')
    expect(answer.json().case_id).toBe('case-7')
  })
})

describe('input that is not valid is 400', () => {
  test.for([
    {
      payload: '{"times":[1,0,2]}',
      loc: ['body', 'times', 1],
      type: 'minimum',
      msg: '`times[1]` must be a number from 1, not 0',
    },
    { payload: '{"times":["2"]}', loc: ['body', 'times', 0], type: 'type', msg: '`times[0]` must be a number from 1, not "2"' },
    { payload: '{}', loc: ['body', 'times'], type: 'required', msg: '`times` is missing' },
    {
      payload: '{"times":[],"tilte":""}',
      loc: ['body', 'tilte'],
      type: 'additionalProperties',
      msg: '`tilte` is no field of this request',
    },
    { payload: '[]', loc: ['body'], type: 'type', msg: expect.stringMatching(/^The body /) },
    { payload: '{"times":', loc: ['body'], type: 'json_invalid', msg: expect.stringMatching(/^The body is not valid JSON/) },
    { payload: '{"__proto__":{"times":[1]}}', loc: ['body'], type: 'json_invalid', msg: expect.any(String) },
    { payload: '', loc: ['body'], type: 'json_invalid', msg: 'The body is not valid JSON: it is empty' },
  ])('with its place and a sentence: body $payload', async ({ payload, loc, type, msg }) => {
    const app = greeter()

    const answer = await post(app, { payload })

    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual(oneDetail(loc, type, msg))
  })

  test.for([
    { url: '/greetings/ada?loud=very', loc: ['query', 'loud'], type: 'type' },
    { url: '/greetings/ada?quiet=1', loc: ['query', 'quiet'], type: 'additionalProperties' },
    { url: '/greetings/Adalbert-Eins', loc: ['path', 'name'], type: 'maxLength' },
    { url: '/greetings/%zz', loc: ['path'], type: 'request_malformed' },
  ])('with its place: $url', async ({ url, loc, type }) => {
    const app = greeter()

    const answer = await post(app, { url })

    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual(oneDetail(loc, type))
  })

  test('with every place at once, but not more than 20', async () => {
    const app = greeter()

    const few = await post(app, { url: '/greetings/ada', payload: '{"times":[0,1,0],"title":5}' })
    const many = await post(app, { payload: JSON.stringify({ times: new Array(1_000).fill(0) }) })

    const places = few.json().detail.map(({ loc }: { loc: unknown[] }) => loc.join('.'))
    expect(places.toSorted()).toEqual(['body.times.0', 'body.times.2', 'body.title'])
    expect(many.json().detail).toHaveLength(20)
  })
})

describe('a request that cannot be served', () => {
  test('by this method is 405 with the methods that are possible', async () => {
    const app = greeter()

    const answer = await app.inject({ method: 'PUT', url: '/greetings/ada', headers: { 'case-id': 'case-1' } })

    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST'])
    expect(answer.json()).toEqual(oneDetail(['internal'], 'method_not_allowed', 'PUT is not possible here, only POST'))
  })

  test('at this path is 404, and its query is not repeated', async () => {
    const app = greeter()

    const answer = await app.inject({ url: '/nowhere?secret=1', headers: { 'case-id': 'case-1' } })

    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toEqual(oneDetail(['internal'], 'route_unknown', 'There is no GET /nowhere'))
  })

  test.for(['text/plain', 'application/xml', 'nonsense'])('in %s is 415 at its content-type', async (type) => {
    const app = greeter()

    const answer = await post(app, { headers: { 'content-type': type } })

    expect(answer.statusCode).toBe(415)
    expect(answer.json()).toEqual(oneDetail(['header', 'content-type'], 'media_type_unsupported', expect.stringContaining(type)))
  })

  test('for its size is 413, from the first byte on that is more than the operation takes', async () => {
    const app = greeter()
    serve(app, { ...writeGreeting, name: 'writeShortGreeting', path: '/short/:name', maxBodyBytes: 20 }, async () => ({
      greeting: '',
    }))
    const sent = async (url: string, bytes: number) =>
      (await post(app, { url, payload: '{"times":[1]}'.padEnd(bytes) })).statusCode

    const short = [await sent('/short/ada', 20), await sent('/short/ada', 21)]
    const usual = [await sent('/greetings/ada', DEFAULT_MAX_BODY_BYTES), await sent('/greetings/ada', DEFAULT_MAX_BODY_BYTES + 1)]
    const refused = await post(app, { url: '/short/ada', payload: '{"times":[1]}'.padEnd(21) })

    expect([short, usual]).toEqual([
      [201, 413],
      [201, 413],
    ])
    expect(refused.json()).toEqual(oneDetail(['body'], 'body_too_large', 'The body is larger than 20 bytes'))
  })
})

describe('a body of 4 MB that is made to cost time', () => {
  const BYTES = 4 * 1024 * 1024
  const keys = Array.from({ length: 300_000 }, (_, index) => `"k${index}":1`).join()
  const bodies: [what: string, payload: string, said: RegExp][] = [
    ['open brackets', '['.repeat(BYTES), /nested more than 16 deep, at position 16/],
    ['brackets that are closed', '['.repeat(BYTES / 2) + ']'.repeat(BYTES / 2), /nested more than 16 deep/],
    ['braces', '{"a":'.repeat(BYTES / 5), /nested more than 16 deep/],
    ['unknown keys', `{${keys}}`, /more than 25000 values/],
    ['numbers', `{"times":[${'0,'.repeat(BYTES / 2 - 10)}0]}`, /more than 25000 values/],
    ['24,999 wrong numbers', `{"times":[${'0,'.repeat(24_998)}0]}`, /^`times\[0\]` must be/],
    ['20,000 unknown keys', `{${keys.slice(0, keys.indexOf(',"k20000"'))}}`, /is missing|is no field of this request/],
    [
      'wrong lists in lists',
      `{"times":[${'[[[[1]]]],'.repeat(20_000)}1]}`,
      /^`times\[0\]` must be a number from 1, not \[\[\[\[1\]\]\]\]/,
    ],
    ['one long key', `{"times":[1],"${'k'.repeat(BYTES - 30)}":1}`, /the text at position 13 is longer than 65536/],
    ['one long text', `{"times":["${'x'.repeat(BYTES - 30)}"]}`, /the text at position 10 is longer than 65536/],
    ['escapes', `{"times":["${'\\"'.repeat(BYTES / 2 - 10)}"]}`, /the text at position 10 is longer than 65536/],
    ['a key of 60,000', `{"times":[1],"${'k'.repeat(60_000)}":1}`, /^`k{77}…` is no field of this request$/],
    ['a text of 60,000', `{"times":["${'x'.repeat(60_000)}"]}`, /^`times\[0\]` must be a number from 1, not "x+…$/],
  ]

  test.for(bodies)('%s: is 400, and says so in few words', async ([, payload, said]) => {
    const app = greeter()
    serve(app, { ...writeGreeting, name: 'large', path: '/large/:name', maxBodyBytes: BYTES }, async () => ({ greeting: '' }))

    const answer = await post(app, { url: '/large/ada', payload })

    expect(answer.statusCode).toBe(400)
    expect(answer.body.length).toBeLessThan(10_000)
    expect(
      answer.json().detail.map(({ msg }: { msg: string }) => msg.replace(/^The body is not valid JSON: (it is )?/, '')),
    ).toContainEqual(expect.stringMatching(said))
  })

  test('what is small is explained by every place at once', async () => {
    const app = greeter()

    const answer = await post(app, { payload: JSON.stringify({ times: new Array(2_000).fill(0) }) })

    expect(answer.json().detail).toHaveLength(20)
  })
})

test('a refusal that passes says when to ask again; one that stays does not', async () => {
  const app = createHttpApp({ service: 'greeting-service', log: createLog('silent', { write() {} }) })
  let refusal = problem('too_many_at_once', {})
  serve(app, writeGreeting, () => Promise.reject(refusal))

  const full = await post(app)
  refusal = problem('user_not_found', { email: 'ada@example.com' })
  const unknown = await post(app)

  expect(full.statusCode).toBe(503)
  expect(full.headers['retry-after']).toBe('1')
  expect(unknown.headers).not.toHaveProperty('retry-after')
})
