import { type Operation, Problem, problem } from '@w2meet/contract'
import Type from 'typebox'
import { expect, test } from 'vitest'
import type { Handler } from './handler.ts'
import { createHttpApp } from './http-app.ts'
import { createInProcessClient } from './in-process-client.ts'
import { createLog } from './log.ts'
import { serve } from './serve.ts'

const greet = {
  name: 'greet',
  summary: 'Greets',
  access: 'anybody',
  method: 'POST',
  path: '/greetings',
  body: Type.Object({ name: Type.String({ minLength: 1 }) }, { additionalProperties: false }),
  success: 201,
  answer: Type.Object({ greeting: Type.String() }),
} as const satisfies Operation

/** A client of replicas in this process that greet as told, and what they logged. */
function setUp(handlers: Handler<typeof greet>[], timeoutMs = 5_000) {
  const lines: Record<string, unknown>[] = []
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) })
  const apps = handlers.map((handler) => {
    const app = createHttpApp({ service: 'greeting-service', log })
    serve(app, greet, handler)
    return app
  })
  const client = createInProcessClient('greeting-service', apps, { nowMs: () => 0 }, { timeoutMs })
  const call = (name: string, caseIds = ['case-1']) => client.call(greet, { body: { name } }, { caseIds })
  return { call, lines }
}

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it succeeded'),
    (error: Problem) => error,
  )

test('a call is answered by the handler, which hears on whose behalf, and is logged as a request', async () => {
  const { call, lines } = setUp([async ({ body }, { caseIds }) => ({ greeting: `${body.name} ${caseIds}` })])

  const answer = await call('Ada', ['case-1', 'case-2'])

  expect(answer).toEqual({ greeting: 'Ada case-1,case-2' })
  expect(lines).toMatchObject([
    {
      service: 'greeting-service',
      case_id: 'case-1',
      case_ids: ['case-1', 'case-2'],
      method: 'POST',
      operation: 'greet',
      status: 201,
    },
  ])
})

test('replicas are asked in turn', async () => {
  const { call } = setUp([async () => ({ greeting: 'one' }), async () => ({ greeting: 'two' })])

  const answers = [await call('a'), await call('b'), await call('c')]

  expect(answers.map(({ greeting }) => greeting)).toEqual(['one', 'two', 'one'])
})

test('input is validated as over HTTP, before the handler', async () => {
  const { call, lines } = setUp([() => expect.fail('the handler ran')])

  const failure = await failureOf(call(''))

  expect(failure).toBeInstanceOf(Problem)
  expect(failure).toMatchObject({ status: 400, detail: [{ loc: ['body', 'name'], type: 'minLength' }] })
  expect(lines).toMatchObject([{ status: 400 }])
})

test('a problem of the service is the caller’s problem', async () => {
  const { call, lines } = setUp([() => Promise.reject(problem('user_not_found', { email: 'ada@example.com' }))])

  const failure = await failureOf(call('Ada'))

  expect(failure).toMatchObject({ status: 404, detail: [{ type: 'user_not_found' }] })
  expect(lines).toMatchObject([{ status: 404 }])
})

test('an unforeseen failure is 502 for the caller, without its words, and logged with them', async () => {
  const { call, lines } = setUp([() => Promise.reject(new Error('hunter2'))])

  const failure = await failureOf(call('Ada'))

  expect(failure).toMatchObject({ status: 502, detail: [{ type: 'service_answered_wrongly' }] })
  expect(JSON.stringify(failure.detail)).not.toContain('hunter2')
  expect(lines).toMatchObject([{ level: 'error', msg: 'hunter2' }, { status: 500 }])
})

test('a service that does not answer in time is 504', async () => {
  const { call } = setUp([() => new Promise(() => {})], 10)

  const failure = await failureOf(call('Ada'))

  expect(failure).toMatchObject({ status: 504, detail: [{ type: 'service_timed_out' }] })
})

const search = {
  ...greet,
  name: 'search',
  path: '/searches',
  query: Type.Object({ near: Type.Array(Type.String()), loud: Type.Optional(Type.Boolean({ default: false })) }),
  body: Type.Object({ limit: Type.Optional(Type.Integer({ default: 5 })) }, { additionalProperties: false }),
  answer: Type.Object({ found: Type.Array(Type.Object({ id: Type.Integer() })) }),
} as const satisfies Operation

function setUpSearch(handler: Handler<typeof search>, bulk: Pick<Operation, 'bulk'>, serializesBulk: boolean) {
  const app = createHttpApp({ service: 'search-service', log: createLog('silent', { write() {} }) })
  const operation = { ...search, ...bulk }
  serve(app, operation, handler as Handler<typeof operation>)
  const client = createInProcessClient('search-service', [app], { nowMs: () => 0 }, { timeoutMs: 1_000, serializesBulk })
  return (input: { query: { near: string[] }; body: { limit?: number } }) => client.call(operation, input, { caseIds: ['c'] })
}

test('the handler sees defaults as over HTTP, and the question of the caller stays as it was', async () => {
  const seen: unknown[] = []
  const call = setUpSearch(
    async ({ query, body }) => {
      seen.push({ query, body })
      return { found: [] }
    },
    {},
    false,
  )
  const question = { query: { near: ['here'] }, body: {} }

  await call(question)

  expect(seen).toEqual([{ query: { near: ['here'], loud: false }, body: { limit: 5 } }])
  expect(question).toEqual({ query: { near: ['here'] }, body: {} })
})

test('an answer has what its schema declares alone, and is not the object of the service', async () => {
  const kept = { found: [{ id: 1, secret: 'hunter2' }] }
  const question = { query: { near: [] }, body: {} }

  const plain = await setUpSearch(async () => kept, {}, false)(question)
  const tested = await setUpSearch(async () => kept, { bulk: true }, true)(question)
  const bulk = await setUpSearch(async () => kept, { bulk: true }, false)(question)

  expect([plain, tested]).toEqual([{ found: [{ id: 1 }] }, { found: [{ id: 1 }] }])
  expect(bulk).toBe(kept)
})
