import { isCaseId, type Operation, problem } from '@w2meet/contract'
import Type from 'typebox'
import { describe, expect, test } from 'vitest'
import type { Case } from './handler.ts'
import { createHttpApp, type HttpApp } from './http-app.ts'
import { openHttpServer } from './http-server.ts'
import { createLog } from './log.ts'
import { serve } from './serve.ts'

const readGreeting = {
  name: 'readGreeting',
  summary: 'A greeting',
  access: 'anybody',
  method: 'GET',
  path: '/greeting',
  query: Type.Object({ name: Type.Optional(Type.String()) }),
  success: 200,
  answer: Type.Object({ greeting: Type.String() }),
} as const satisfies Operation

type LogLine = Record<string, unknown>

/** An app whose one operation does as it is told, and what it logged. */
function greeter(greet: (context: Case) => string): { app: HttpApp; lines: LogLine[] } {
  const lines: LogLine[] = []
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) })
  const app = createHttpApp({ service: 'greeting-service', log })
  serve(app, readGreeting, async (_, context) => ({ greeting: greet(context) }))
  return { app, lines }
}

const headers = { 'case-id': 'case-1' }
const failing = () => {
  throw new Error('password of postgresql is hunter2')
}

describe('the log', () => {
  test('has one line for a request: which operation, how it ended and how long it took, and names nobody', async () => {
    const { app, lines } = greeter(() => 'hello')

    await app.inject({ url: '/greeting?name=ada@example.com', headers })

    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        service: 'greeting-service',
        case_id: 'case-1',
        method: 'GET',
        operation: 'readGreeting',
        status: 200,
        duration_ms: expect.any(Number),
      },
    ])
  })

  test.for([
    { what: 'of an unknown route', url: '/nowhere/ada@example.com?secret=1', operation: 'none', status: 404 },
    { what: 'whose address is not percent-encoded correctly', url: '/%zz', operation: 'none', status: 400 },
    { what: 'with input that is not valid', url: '/greeting?name=a&name=b', operation: 'readGreeting', status: 400 },
  ])('has one line for a request $what', async ({ url, operation, status }) => {
    const { app, lines } = greeter(() => 'hello')

    await app.inject({ url, headers })

    expect(lines).toMatchObject([{ level: 'info', case_id: 'case-1', operation, status }])
  })

  test('names all the Case-Ids of those who share a request', async () => {
    const { app, lines } = greeter(() => 'hello')

    await app.inject({ url: '/greeting', headers: { ...headers, 'case-ids': 'case-1,case-2,case-3' } })

    expect(lines).toMatchObject([{ case_id: 'case-1', case_ids: ['case-1', 'case-2', 'case-3'] }])
  })

  test.for(['case-1,not valid', 'case-1,', 'a"b,c', `case-1,${'x'.repeat(129)}`])(
    'never shows a Case-Id that is malformed: %s',
    async (caseIds) => {
      const { app, lines } = greeter(() => 'hello')

      await app.inject({ url: '/greeting', headers: { ...headers, 'case-ids': caseIds } })

      const shown = [lines[0]!.case_id, lines[0]!.case_ids ?? []].flat()
      expect(shown).toContain('case-1')
      expect(shown.every(isCaseId)).toBe(true)
    },
  )
})

describe('a handler', () => {
  test('hears on whose behalf it works', async () => {
    const contexts: Case[] = []
    const { app } = greeter((context) => `${contexts.push(context)}`)

    await app.inject({ url: '/greeting', headers })
    await app.inject({ url: '/greeting', headers: { ...headers, 'case-ids': 'case-1,case-2' } })

    const caller = { kind: 'anybody' }
    expect(contexts).toEqual([
      { caseId: 'case-1', caseIds: ['case-1'], caller },
      { caseId: 'case-1', caseIds: ['case-1', 'case-2'], caller },
    ])
  })

  test('that throws a problem answers it as it is', async () => {
    const { app } = greeter(() => {
      throw problem('user_exists', { email: 'ada@example.com' }, ['body', 'email'])
    })

    const answer = await app.inject({ url: '/greeting', headers })

    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toMatchObject({ case_id: 'case-1', detail: [{ loc: ['body', 'email'], type: 'user_exists' }] })
  })

  test('that fails unexpectedly answers 500 in the shape of all errors, without the words of the failure', async () => {
    const { app } = greeter(failing)

    const answer = await app.inject({ url: '/greeting', headers })

    expect(answer.statusCode).toBe(500)
    expect(answer.json()).toEqual({
      case_id: 'case-1',
      detail: [{ loc: ['internal'], msg: expect.stringContaining('Case-Id'), type: 'internal' }],
    })
    expect(answer.body + JSON.stringify(answer.headers)).not.toMatch(/hunter2|password|\.ts:/)
  })

  test('that fails unexpectedly is logged as an error with its words and its stack, by its Case-Id', async () => {
    const { app, lines } = greeter(failing)

    await app.inject({ url: '/greeting', headers })

    const message = 'password of postgresql is hunter2'
    expect(lines).toMatchObject([
      {
        level: 'error',
        service: 'greeting-service',
        case_id: 'case-1',
        msg: message,
        err: { message, stack: expect.stringContaining('http-app-log.test.ts') },
      },
      { level: 'info', case_id: 'case-1', operation: 'readGreeting', status: 500 },
    ])
  })

  test('whose dependency is unavailable is logged with the cause, which is not answered', async () => {
    const cause = new Error('connect ECONNREFUSED 10.0.0.7:8000')
    const { app, lines } = greeter(() => {
      throw problem('service_unavailable', { service: 'user-service' }, undefined, { cause })
    })

    const answer = await app.inject({ url: '/greeting', headers })

    expect(answer.statusCode).toBe(503)
    expect(answer.body).not.toContain('10.0.0.7')
    expect(JSON.stringify(lines[0])).toContain('10.0.0.7')
  })
})

describe('an app', () => {
  test('is alive and ready as soon as it is created', async () => {
    const { app } = greeter(() => 'hello')

    const answers = await Promise.all(['/livez', '/readyz'].map((url) => app.inject(url)))

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200])
  })

  test('that is closing is alive but not ready, and still serves what gets in', async () => {
    const { app } = greeter(() => 'hello')
    const closing = Promise.withResolvers<void>()
    const enough = Promise.withResolvers<void>()
    app.addHook('preClose', () => {
      closing.resolve()
      return enough.promise
    })
    await app.ready()
    const server = await openHttpServer((request, response) => app.routing(request, response), { host: '127.0.0.1', port: 0 })

    const closed = app.close()
    await closing.promise
    const answers = await Promise.all(['/livez', '/readyz', '/greeting'].map((path) => fetch(server.url + path)))

    expect(answers.map(({ status }) => status)).toEqual([200, 503, 200])
    enough.resolve()
    await Promise.all([closed, server.close()])
  })
})
