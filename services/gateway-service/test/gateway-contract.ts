import { describe, expect, test } from 'vitest'
import { openBackend } from './backend.ts'
import { gatewaySetUp, type OpenGateway } from './gateway-set-up.ts'

/** Where gateways may differ. */
export type Differences = {
  /** The Case-Ids it makes. */
  madeCaseId?: RegExp
  /** Whether headers that a service's `Connection` names stay behind, as RFC 9110 7.6.1 asks. */
  dropsHeadersThatConnectionNames?: boolean
}
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** What every gateway must keep to, whatever program it is, of the requests that it passes on. */
export function describeGateway(
  name: string,
  open: OpenGateway,
  { madeCaseId = UUID_V7, dropsHeadersThatConnectionNames = true }: Differences = {},
): void {
  const setUp = gatewaySetUp(open)

  describe(name, () => {
    test.each([
      ['POST', '/api/users', 'user-service', '/users'],
      ['GET', '/api/users/a%2Bb%40x.org', 'user-service', '/users/a%2Bb%40x.org'],
      [
        'GET',
        '/api/user-avail/cache-aside?user1email=a%2Bb@x.org',
        'user-service',
        '/user-avail/cache-aside?user1email=a%2Bb@x.org',
      ],
      ['GET', '/api/meetings/7.ics', 'user-service', '/meetings/7.ics'],
      [
        'GET',
        '/api/availability/common_availabilities?user=a@x.org',
        'availability-service',
        '/common_availabilities?user=a@x.org',
      ],
      ['GET', '/api/suggestions?user=a@x.org', 'suggestion-service', '/suggestions?user=a@x.org'],
      ['POST', '/api/tasks', 'worker-service', '/tasks'],
      ['GET', '/user/health', 'user-service', '/health'],
      ['GET', '/users/health', 'user-service', '/health'],
      ['GET', '/availability/health', 'availability-service', '/health'],
      ['GET', '/suggestion/health', 'suggestion-service', '/health'],
      ['GET', '/worker/health', 'worker-service', '/health'],
      ['GET', '/users/users/a@x.org', 'user-service', '/users/a@x.org'],
      ['GET', '/availability/availabilities', 'availability-service', '/availabilities'],
      ['GET', '/suggestion/suggestions', 'suggestion-service', '/suggestions'],
      ['POST', '/worker/tasks', 'worker-service', '/tasks'],
    ] as const)('%s %s goes to %s as %s', async (method, outside, service, inside) => {
      const { url, backends } = await setUp()

      const answer = await fetch(url + outside, { method })

      expect(answer.status).toBe(200)
      expect(backends[service].requests).toEqual([`${method} ${inside}`])
    })

    test.each([
      '/nothing',
      '/api',
      '/api/',
      '/api/usersx',
      '/api/suggestions/x',
      '/api/tasks/x',
      '/user/users',
      '/users',
      '/api/availability',
      '/api/availability/internal/common_availabilities',
      '/availability/internal/common_availabilities',
      '/availability/%69nternal/common_availabilities',
      '/availability//internal/common_availabilities',
      '/users/metrics',
      '/worker/livez',
      '/suggestion/readyz',
    ])('%s is 404 in the shape of the contract and reaches no service', async (path) => {
      const { url, backends } = await setUp()

      const answer = await fetch(url + path)

      expect(answer.status).toBe(404)
      const { case_id, detail } = (await answer.json()) as {
        case_id: string
        detail: { loc: string[]; msg: string; type: string }[]
      }
      expect(case_id).toBe(answer.headers.get('case-id'))
      expect(detail[0]).toEqual({ loc: expect.any(Array), msg: expect.any(String), type: 'route_unknown' })
      expect(Object.values(backends).flatMap(({ requests }) => requests)).toEqual([])
    })

    test('replicas are taken in turn', async () => {
      const replicas = [await openBackend(), await openBackend()]
      const { url } = await setUp({ 'suggestion-service': replicas })

      for (let request = 0; request < 10; request++) await (await fetch(`${url}/api/suggestions`)).arrayBuffer()

      expect(replicas.map(({ requests }) => requests.length)).toEqual([5, 5])
    })

    test('a GET that a replica refuses or breaks off is answered by another, and the client sees no error', async () => {
      const well = await openBackend()
      const breaking = await openBackend((request) => request.socket.destroy())
      const gone = await openBackend()
      await gone.close()
      const { url } = await setUp({ 'suggestion-service': [gone.url, breaking, well] })

      const answers = await Promise.all(Array.from({ length: 30 }, () => fetch(`${url}/api/suggestions`)))

      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
      expect(well.requests).toHaveLength(30)
    })

    test('a request that may have had an effect is never repeated', async () => {
      const replicas = [
        await openBackend((request) => request.socket.destroy()),
        await openBackend((request) => request.socket.destroy()),
      ]
      const { url } = await setUp({ 'availability-service': replicas })

      const answer = await fetch(`${url}/api/availability/heatmap`, { method: 'POST', body: '{}' })

      expect(answer.status).toBeGreaterThanOrEqual(502)
      expect(replicas.flatMap(({ requests }) => requests)).toHaveLength(1)
    })

    test('where no replica is there the answer is 503 in the shape of the contract and names no address', async () => {
      const gone = await openBackend()
      await gone.close()
      const { url } = await setUp({ 'worker-service': [gone.url] })

      const answer = await fetch(`${url}/api/tasks`, { method: 'POST', body: '{}', headers: { 'case-id': 'mine' } })

      const text = await answer.text()
      expect(answer.status).toBe(503)
      expect(JSON.parse(text)).toMatchObject({ case_id: 'mine', detail: [{ loc: ['internal'] }] })
      expect(text).not.toContain(new URL(gone.url).port)
    })

    test.each([
      ['kept where it is well formed', 'Case-1:a_b.c', 'Case-1:a_b.c'],
      ['made where it is missing', undefined, madeCaseId],
      ['made anew where it has an encoded line break', 'a%0d%0ab', madeCaseId],
      ['made anew where it is too long', 'a'.repeat(129), madeCaseId],
    ])('a Case-Id is %s, and the service gets the same', async (_, given, expected) => {
      const { url } = await setUp()

      const answer = await fetch(`${url}/api/suggestions`, given === undefined ? {} : { headers: { 'case-id': given } })

      const { headers } = (await answer.json()) as { headers: Record<string, string> }
      expect(headers['case-id']).toMatch(expected)
    })

    test('headers of one hop are not passed on, in either direction', async () => {
      const { url } = await setUp()

      const answer = await fetch(`${url}/api/suggestions`, { headers: { te: 'trailers', 'x-kept': 'yes' } })

      const { headers } = (await answer.json()) as { headers: Record<string, string> }
      expect(headers.te).toBeUndefined()
      expect(headers['x-kept']).toBe('yes')
      expect(answer.headers.has('x-hop')).toBe(!dropsHeadersThatConnectionNames)
      expect(answer.headers.get('x-end')).toBe('for the client')
    })

    test('an answer is streamed: its first part arrives while the service still writes', async () => {
      const finish = Promise.withResolvers<void>()
      const slow = await openBackend(async (_, response) => {
        response.write('first')
        await finish.promise
        response.end('last')
      })
      const { url } = await setUp({ 'user-service': [slow] })

      const reader = (await fetch(`${url}/api/users/a@x.org`)).body!.getReader()
      const first = await reader.read()
      finish.resolve()
      const second = await reader.read()

      expect([first, second].map(({ value }) => Buffer.from(value ?? []).toString())).toEqual(['first', 'last'])
    })

    test('a body of 1 MB arrives whole, and one of 10 MB is refused with 413 before it reaches a service', async () => {
      const { url, backends } = await setUp()
      const send = (bytes: number) => fetch(`${url}/api/users`, { method: 'POST', body: Buffer.alloc(bytes, 'x') })

      const taken = await send(1_000_000)
      const refused = await send(10_000_000)

      expect(await taken.json()).toMatchObject({ bytes: 1_000_000 })
      expect(refused.status).toBe(413)
      expect(await refused.json()).toMatchObject({ case_id: expect.any(String), detail: [{ loc: ['body'] }] })
      expect(backends['user-service'].requests).toHaveLength(1)
    })

    test('an error of a service is passed on as it is', async () => {
      const refusing = await openBackend((_, response) => {
        response.writeHead(409, { 'content-type': 'application/json' }).end('{"case_id":"x","detail":[]}')
      })
      const { url } = await setUp({ 'user-service': [refusing] })

      const answer = await fetch(`${url}/api/users`, { method: 'POST', body: '{}' })

      expect(answer.status).toBe(409)
      expect(await answer.json()).toEqual({ case_id: 'x', detail: [] })
    })
  })
}
