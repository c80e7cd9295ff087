import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServiceName } from '@w2meet/contract'
import { type NginxServer, openNginx } from '@w2meet/test-servers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { nginxConf } from '../src/nginx-conf.ts'
import { type Backend, openBackend } from './backend.ts'
import { describeGateway } from './gateway-contract.ts'

function openGateway(replicas: Record<ServiceName, string[]>): Promise<NginxServer> {
  const hosts = Object.fromEntries(
    Object.entries(replicas).map(([service, urls]) => [service, urls.map((url) => new URL(url).host)]),
  ) as Record<ServiceName, string[]>
  return openNginx(({ listen, folder }) =>
    nginxConf({ listen, replicas: hosts, stateFolder: folder, accessLog: join(folder, 'access.log'), timeoutMs: 1_000 }),
  )
}

describeGateway('nginx', openGateway, {
  // docs/decisions/0001
  madeCaseId: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
  // nginx does not know of them, and no service here sends any.
  dropsHeadersThatConnectionNames: false,
})

describe('nginx', () => {
  let backend: Backend
  let silent: Backend
  let gateway: NginxServer
  beforeAll(async () => {
    backend = await openBackend()
    silent = await openBackend(() => {})
    gateway = await openGateway({
      'user-service': [backend.url],
      'availability-service': [silent.url, backend.url],
      'suggestion-service': [silent.url, silent.url],
      'worker-service': [backend.url],
    })
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

  test('says ok of itself, as text and with a Case-Id, and takes no other method', async () => {
    const answer = await fetch(`${gateway.url}/health`)
    const refusal = await fetch(`${gateway.url}/health`, { method: 'DELETE' })

    expect(await answer.text()).toBe('ok')
    expect(answer.headers.get('content-type')).toMatch('text/plain')
    expect(answer.headers.has('case-id')).toBe(true)
    expect(refusal.status).toBe(405)
    expect(refusal.headers.get('allow')).toBe('GET, HEAD')
  })

  test.each<[number, string, { path: string; method?: string; body?: string; headers?: Record<string, string> }]>([
    [400, 'request_malformed', { path: '/api/users/%00' }],
    [400, 'request_malformed', { path: `/${'a'.repeat(20_000)}` }],
    [404, 'route_unknown', { path: '/"quoted"/<path>' }],
    [405, 'method_not_allowed', { path: '/health', method: 'POST' }],
    [413, 'body_too_large', { path: '/api/users', method: 'POST', body: 'x'.repeat(5_000_000) }],
    [431, 'headers_too_large', { path: '/api/users', headers: { 'x-long': 'a'.repeat(20_000) } }],
    [504, 'service_timed_out', { path: '/api/suggestions', method: 'PUT' }],
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

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('a %s that a replica does not answer is not sent to another', async (method) => {
    const before = silent.requests.length

    const answer = await fetch(`${gateway.url}/api/suggestions`, { method })

    expect(answer.status).toBe(504)
    expect(silent.requests.slice(before)).toEqual([`${method} /suggestions`])
  })

  test('a GET that a replica does not answer in time is answered by another', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => fetch(`${gateway.url}/api/availability/x`)))

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })

  test('each request is one line of JSON, with its Case-Id and without its query', async () => {
    const headers = { 'case-id': 'logged-1' }
    await fetch(`${gateway.url}/api/users/a%22b@x.org?secret=1`, { headers })

    const line = await vi.waitFor(async () => {
      const log = await readFile(join(gateway.folder, 'access.log'), 'utf8')
      const lines = log
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as Record<string, unknown>)
      const found = lines.find(({ case_id }) => case_id === 'logged-1')
      if (found === undefined) throw new Error('not logged yet')
      return found
    })

    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-/),
      service: 'gateway-service',
      case_id: 'logged-1',
      method: 'GET',
      path: '/api/users/a%22b@x.org',
      status: 200,
      duration_ms: expect.any(Number),
    })
  })

  test('a service gets the connection kept alive', async () => {
    const connections = new Set<unknown>()
    const counting = await openBackend((request, response) => {
      connections.add(request.socket)
      response.end('{}')
    })
    const other = await openGateway({
      'user-service': [counting.url],
      'availability-service': [backend.url],
      'suggestion-service': [backend.url],
      'worker-service': [backend.url],
    })

    for (let request = 0; request < 20; request++) await (await fetch(`${other.url}/api/users`)).arrayBuffer()

    // One for each of its workers at most.
    expect(connections.size).toBeLessThanOrEqual(4)
    await other.close()
    await counting.close()
  })
})
