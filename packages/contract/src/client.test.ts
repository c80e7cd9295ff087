import Type from 'typebox'
import { describe, expect, test } from 'vitest'
import type { Transport, TransportAnswer, TransportRequest } from './client.ts'
import { createClient } from './compiling-client.ts'
import { createInterpretingClient } from './interpreting-client.ts'
import { Nothing, operation } from './operation.ts'
import { Problem } from './problem.ts'
import { problem } from './problems.ts'

const readGreeting = operation({
  name: 'readGreeting',
  summary: 'A greeting for those named',
  access: 'anybody',
  method: 'GET',
  path: '/greeting',
  query: Type.Object({ name: Type.Array(Type.String()), loud: Type.Optional(Type.Boolean()) }),
  success: 200,
  answer: Type.Object({ greeting: Type.String() }),
  otherAnswers: { 503: Type.Object({ silence: Type.String() }) },
})
const writeGreeting = operation({
  name: 'writeGreeting',
  summary: 'Keeps a greeting',
  access: 'anybody',
  method: 'POST',
  path: '/greeting',
  body: Type.Object({ greeting: Type.String() }),
  success: 201,
  answer: Type.Object({ id: Type.Integer() }),
})

const forgetGreeting = operation({
  name: 'forgetGreeting',
  summary: 'Forgets a greeting',
  access: 'anybody',
  method: 'DELETE',
  path: '/greeting/:to/:id',
  params: Type.Object({ to: Type.String(), id: Type.String() }),
  success: 204,
  answer: Nothing,
})

const caseIds = ['case-1']
const ada = { query: { name: ['Ada'] } }

/** A transport that always answers the same, and remembers what it was asked. */
function answering(answer: TransportAnswer): { asked: TransportRequest[]; transport: Transport } {
  const asked: TransportRequest[] = []
  return {
    asked,
    transport: async (request) => {
      asked.push(request)
      return answer
    },
  }
}

describe.each([
  { kind: 'compiling', create: createClient },
  { kind: 'interpreting', create: createInterpretingClient },
])('the $kind client', ({ create }) => {
  function clientOf(transport: Transport) {
    return create('greeting-service', transport, { timeoutMs: 700 })
  }

  function failureOf(answer: TransportAnswer): Promise<Problem> {
    return clientOf(answering(answer).transport)
      .call(readGreeting, ada, { caseIds })
      .then(() => expect.fail('the call succeeded'))
      .catch((error: Problem) => error)
  }

  describe('what is sent', () => {
    test('a GET carries its query in the address, a list as its name repeated, and what is undefined not at all', async () => {
      const { asked, transport } = answering({ status: 200, body: '{"greeting":"hello"}' })
      const query = { name: ['Ada & Zoe', 'eve+1@example.com'], loud: undefined } as unknown as { name: string[] }

      await clientOf(transport).call(readGreeting, { query }, { caseIds })

      expect(asked).toEqual([
        {
          method: 'GET',
          target: '/greeting?name=Ada+%26+Zoe&name=eve%2B1%40example.com',
          idempotent: true,
          headers: { 'case-id': 'case-1' },
          timeoutMs: 700,
        },
      ])
    })

    test('parameters go in the path, percent-encoded, and a 204 answers nothing', async () => {
      const { asked, transport } = answering({ status: 204, body: '' })

      const answer = await clientOf(transport).call(forgetGreeting, { params: { to: 'a/b+c@x.org', id: '7' } }, { caseIds })

      expect(asked[0]?.target).toBe('/greeting/a%2Fb%2Bc%40x.org/7')
      expect(answer).toBeUndefined()
    })

    test('a POST carries its body as JSON', async () => {
      const { asked, transport } = answering({ status: 201, body: '{"id":7}' })

      await clientOf(transport).call(writeGreeting, { body: { greeting: 'hello' } }, { caseIds })

      expect(asked).toMatchObject([{ method: 'POST', target: '/greeting', body: '{"greeting":"hello"}' }])
    })

    test('one Case-Id goes in case-id alone', async () => {
      const { asked, transport } = answering({ status: 200, body: '{"greeting":"hello"}' })

      await clientOf(transport).call(readGreeting, ada, { caseIds: ['case-1'] })

      expect(asked[0]!.headers).toEqual({ 'case-id': 'case-1' })
    })

    test('several Case-Ids that share a call all go in case-ids, the first in case-id too', async () => {
      const { asked, transport } = answering({ status: 200, body: '{"greeting":"hello"}' })

      await clientOf(transport).call(readGreeting, ada, { caseIds: ['case-1', 'case-2', 'case-3'] })

      expect(asked[0]!.headers).toEqual({ 'case-id': 'case-1', 'case-ids': 'case-1,case-2,case-3' })
    })
  })

  describe('what comes back', () => {
    test('the answer of success is given as it is', async () => {
      const { transport } = answering({ status: 200, body: '{"greeting":"hello"}' })

      const answer = await clientOf(transport).call(readGreeting, ada, { caseIds })

      expect(answer).toEqual({ greeting: 'hello' })
    })

    test('another answer that the operation declares is an answer too', async () => {
      const { transport } = answering({ status: 503, body: '{"silence":"at night"}' })

      const answer = await clientOf(transport).call(readGreeting, ada, { caseIds })

      expect(answer).toEqual({ silence: 'at night' })
    })

    test('a problem of the service is passed on with its status and its detail', async () => {
      const detail = [{ loc: ['query', 'name', 0], msg: 'Ada is not known', type: 'user_not_found' }]

      const failure = await failureOf({ status: 404, body: JSON.stringify({ case_id: 'case-1', detail }) })

      expect(failure).toBeInstanceOf(Problem)
      expect(failure).toMatchObject({ status: 404, detail, message: 'Ada is not known' })
    })

    test('a problem of the transport is passed on', async () => {
      const unavailable = problem('service_unavailable', { service: 'greeting-service' })
      const client = clientOf(() => Promise.reject(unavailable))

      const call = client.call(readGreeting, ada, { caseIds })

      await expect(call).rejects.toBe(unavailable)
    })

    test.for([
      { what: 'a success of another shape', status: 200, body: '{"greeting":42}' },
      { what: 'a success without a body', status: 200, body: '' },
      { what: 'HTML', status: 200, body: '<html>hello</html>' },
      { what: 'HTML with the status of an error', status: 404, body: '<html>not found</html>' },
      { what: 'an error of another shape', status: 400, body: '{"error":"bad"}' },
      { what: 'a success with a status not agreed', status: 201, body: '{"greeting":"hello"}' },
      { what: 'a problem with the status of success', status: 200, body: '{"case_id":"c","detail":[]}' },
      { what: 'a redirection', status: 302, body: '' },
      { what: 'a 500 in the shape of a problem', status: 500, body: '{"case_id":"c","detail":[]}' },
    ])('$what is the service answering wrongly: 502', async ({ status, body }) => {
      const failure = await failureOf({ status, body })

      expect(failure).toMatchObject({
        status: 502,
        detail: [{ loc: ['internal'], msg: 'greeting-service answered wrongly', type: 'service_answered_wrongly' }],
      })
    })

    test('what a broken service says of itself is kept for the log and not told', async () => {
      const failure = await failureOf({ status: 500, body: 'secret at 10.0.0.7' })

      expect(JSON.stringify(failure.detail)).not.toContain('secret')
      expect(failure.cause).toBe('status 500: secret at 10.0.0.7')
    })
  })
})
