import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Backend, openBackend } from './backend.ts'
import { describeClosedDoors } from './closed-doors-contract.ts'
import { describeCompressedAnswers } from './compressed-answers-contract.ts'
import { describeGateway } from './gateway-contract.ts'
import { openBefore } from './open-before-apps.ts'
import { type NginxGateway, openNginxGateway } from './open-nginx-gateway.ts'
import { describeRestarts } from './restarts-contract.ts'
import { describeSilentReplicas } from './silent-replicas-contract.ts'
import { describeOwnPages } from './site-contract.ts'
import { describeSlowBodies } from './slow-bodies-contract.ts'

const timeoutMs = 1_000

describeGateway('nginx', openNginxGateway, {
  // docs/decisions/0007
  madeCaseId: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
  // nginx does not know of them, and no service here sends any.
  dropsHeadersThatConnectionNames: false,
})
describeSilentReplicas('nginx', openNginxGateway)
// nginx cannot tell a PUT or a DELETE that was sent from one that was not.
describeRestarts('nginx', openNginxGateway, ['GET', 'POST', 'PATCH'])
describeSlowBodies('nginx', openNginxGateway)
describeOwnPages('nginx', openNginxGateway)
describeCompressedAnswers('nginx', openBefore(openNginxGateway))
describeClosedDoors('nginx', openBefore(openNginxGateway), { targets: 1_000 })

describe('nginx', () => {
  let backend: Backend
  let silent: Backend
  let gateway: NginxGateway
  beforeAll(async () => {
    backend = await openBackend()
    silent = await openBackend((request, response) => {
      if (request.method === 'GET') response.end('{}')
    })
    gateway = await openNginxGateway(
      {
        'user-service': [silent.url, silent.url],
        'availability-service': [backend.url],
        'suggestion-service': [backend.url],
        'worker-service': [backend.url],
      },
      { timeoutMs },
    )
  })
  afterAll(async () => {
    await gateway.close()
    await backend.close()
    await silent.close()
  })

  test('finds nothing to say about its configuration', async () => {
    const said = await gateway.test()

    expect(said).toEqual([expect.stringMatching(/syntax is ok$/), expect.stringMatching(/test is successful$/)])
  })

  test.concurrent.each<[number, string, { path: string; method?: string; body?: string; headers?: Record<string, string> }]>([
    [400, 'request_malformed', { path: '/api/users/%00' }],
    [400, 'request_malformed', { path: `/${'a'.repeat(20_000)}` }],
    [404, 'route_unknown', { path: '/"quoted"/<path>' }],
    [405, 'method_not_allowed', { path: '/health', method: 'POST' }],
    [413, 'body_too_large', { path: '/api/users', method: 'POST', body: 'x'.repeat(5_000_000) }],
    [431, 'headers_too_large', { path: '/api/users', headers: { 'x-long': 'a'.repeat(20_000) } }],
    [504, 'service_timed_out', { path: '/api/users/a@x.org', method: 'PUT' }],
  ])(
    'a %d that it makes itself is %s in the shape of the contract, with the Case-Id',
    async (status, type, { path, ...init }) => {
      const answer = await fetch(gateway.url + path, { ...init, headers: { ...init.headers, 'case-id': 'mine' } })

      expect(answer.status).toBe(status)
      expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
      const body = (await answer.json()) as { case_id: string; detail: unknown }
      expect(body.detail).toEqual([{ loc: expect.any(Array), msg: expect.any(String), type }])
      expect(answer.headers.get('case-id')).toBe(body.case_id)
      if (status !== 400 && status !== 431) expect(body.case_id).toBe('mine')
    },
  )

  test.concurrent.each([
    ['POST', '/users'],
    ['PUT', '/users/a@x.org'],
    ['PATCH', '/meetings/7'],
    ['DELETE', '/meetings/7'],
  ])('a %s that a replica does not answer is not sent to another', async (method, path) => {
    const answer = await fetch(`${gateway.url}/api${path}?of=${method}`, { method })

    expect(answer.status).toBe(504)
    expect(silent.requests.filter((request) => request.includes(`of=${method}`))).toEqual([`${method} ${path}?of=${method}`])
  })

  test.each([
    ['GET', '/api/users/a%22b@x.org', 200, 'getUser'],
    ['PUT', '/users/users/a@x.org', 504, 'replaceUser'],
    ['POST', '/nothing/a@x.org', 404, 'none'],
    ['PUT', '/docs/', 405, 'none'],
    ['GET', '/docs/', 200, 'page'],
    ['GET', '/health', 200, 'health'],
  ])('%s %s is one line of JSON in the log, which names the operation and nobody', async (method, path, status, operation) => {
    const caseId = `logged-${operation}-${status}`
    await fetch(`${gateway.url}${path}?secret=1`, { method, headers: { 'case-id': caseId } })

    const line = await vi.waitFor(async () => {
      const lines = (await readFile(gateway.accessLog, 'utf8')).trim().split('\n')
      const found = lines.map((text) => JSON.parse(text) as Record<string, unknown>).find(({ case_id }) => case_id === caseId)
      if (found === undefined) throw new Error('not logged yet')
      return found
    })

    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-/),
      service: 'gateway-service',
      case_id: caseId,
      method,
      operation,
      status,
      duration_ms: expect.any(Number),
    })
  })

  test.each([
    ['garbage', 'hello?\r\n\r\n', 400],
    ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n', 400],
    ['too large headers', `GET /large HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['no Host', 'GET /hostless HTTP/1.1\r\n\r\n', 400],
    ['a command to a terminal', 'GET /a\xc2\x9b2J\xe2\x80\xae?x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
    ['DEL', 'GET /a\x7f HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
  ])('%s is one line of JSON in the log, of ASCII alone', async (_, bytes, status) => {
    const before = (await readFile(gateway.accessLog, 'latin1')).length
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')

    socket.end(Buffer.from(bytes, 'latin1'))
    await text(socket)

    const logged = await vi.waitFor(async () => {
      const said = (await readFile(gateway.accessLog, 'latin1')).slice(before)
      expect(said).toMatch(/\n$/)
      return said
    })
    expect(logged).toMatch(/^[ -~]+\n$/)
    expect(JSON.parse(logged)).toMatchObject({
      level: 'info',
      case_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status,
      operation: 'none',
    })
  })

  test('a service gets the connection kept alive', async () => {
    const connections = new Set<unknown>()
    const counting = await openBackend((request, response) => {
      connections.add(request.socket)
      response.end('{}')
    })
    const other = await openNginxGateway(
      {
        'user-service': [counting.url],
        'availability-service': [backend.url],
        'suggestion-service': [backend.url],
        'worker-service': [backend.url],
      },
      { timeoutMs },
    )

    for (let request = 0; request < 20; request++) await (await fetch(`${other.url}/api/users`)).arrayBuffer()

    // One for each of its workers at most.
    expect(connections.size).toBeLessThanOrEqual(4)
    await other.close()
    await counting.close()
  })
})
