import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
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
      ['GET', '/api/users/info%40m%C3%BCnchen.de', 'user-service', '/users/info%40m%C3%BCnchen.de'],
      [
        'GET',
        '/api/user-avail/cache-aside?user1email=a%2Bb@x.org',
        'user-service',
        '/user-avail/cache-aside?user1email=a%2Bb@x.org',
      ],
      ['GET', '/api/meetings/7.ics', 'user-service', '/meetings/7.ics'],
      ['GET', '/api/meetings/7', 'user-service', '/meetings/7'],
      ['GET', '/api/users/a%23b%3Fc%2Fd@x.org', 'user-service', '/users/a%23b%3Fc%2Fd@x.org'],
      ['GET', '/api/users/zo%C3%AB@x.org', 'user-service', '/users/zo%C3%AB@x.org'],
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

    test.each(['/health', '/nothing', '/api/users/a@x.org'])(
      '%s is answered on a connection that is kept for longer than load balancers keep theirs',
      async (path) => {
        const { url } = await setUp()

        const answer = await fetch(url + path)

        expect(answer.headers.get('keep-alive')).toBe('timeout=72')
      },
    )

    test.each([
      '/nothing',
      '/api',
      '/api/',
      '/api/usersx',
      '/api/suggestions/x',
      '/api/tasks/x',
      '/API/users',
      '/api/%75sers',
      '/api/users/',
      '/api//users',
      '/api/users/a@x.org/',
      '/api/users/a@x.org/meetings',
      '/api/user-avail/cache_aside',
      '/users/user-avail/cache_aside',
      '/users/internal/erasures/1',
      '/livez',
      '/readyz',
      '/%68ealth',
      '//health',
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

    test.each([
      ['people in a query', '/api/suggestions?', 'user=ada.lovelace@example.com&'],
      ['encoded characters', '/api/users/', '%c3%bc'],
    ])('16 kB of %s are passed on as they are', async (_, path, repeated) => {
      const { url, backends } = await setUp()
      const target = path + repeated.repeat(15_500 / repeated.length)

      const answer = await fetch(url + target)

      expect(answer.status).toBe(200)
      expect(Object.values(backends).flatMap(({ requests }) => requests)).toEqual([`GET ${target.replace('/api', '')}`])
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
      const send = (bytes: number) => fetch(`${url}/api/availability/heatmap`, { method: 'POST', body: Buffer.alloc(bytes, 'x') })

      const taken = await send(1_000_000)
      const refused = await send(10_000_000)

      expect(await taken.json()).toMatchObject({ bytes: 1_000_000 })
      expect(refused.status).toBe(413)
      expect(await refused.json()).toMatchObject({ case_id: expect.any(String), detail: [{ loc: ['body'] }] })
      expect(backends['availability-service'].requests).toHaveLength(1)
    })

    test.each([
      ['POST', '/api/meetings/7/replies', 2_048, 'user-service'],
      ['POST', '/api/tasks', 4_096, 'worker-service'],
      ['POST', '/api/users', 65_536, 'user-service'],
      ['PATCH', '/api/meetings/7', 163_840, 'user-service'],
      ['POST', '/api/suggestions', 4_194_304, 'suggestion-service'],
    ] as const)('%s %s takes %d bytes and not one more', async (method, path, limitBytes, service) => {
      const { url, backends } = await setUp()
      const send = (bytes: number) => fetch(url + path, { method, body: Buffer.alloc(bytes, 'x') })

      const taken = await send(limitBytes)
      const refused = await send(limitBytes + 1)

      expect([taken.status, refused.status]).toEqual([200, 413])
      expect(await refused.json()).toMatchObject({ detail: [{ msg: `The body is larger than ${limitBytes} bytes` }] })
      expect(backends[service].requests).toHaveLength(1)
    })

    test.each([
      ['PUT', '/api/users', 'POST'],
      ['POST', '/api/users/a@x.org', 'GET, HEAD, PUT, DELETE'],
      ['DELETE', '/api/suggestions', 'GET, HEAD, POST'],
      ['POST', '/worker/health', 'GET, HEAD'],
    ])('%s %s is 405 with the methods that are possible, and reaches no service', async (method, path, allowed) => {
      const { url, backends } = await setUp()

      const answer = await fetch(url + path, { method })

      expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed])
      expect(await answer.json()).toMatchObject({ detail: [{ msg: `${method} is not possible here, only ${allowed}` }] })
      expect(Object.values(backends).flatMap(({ requests }) => requests)).toEqual([])
    })

    test('what services say only to each other is taken out of what comes from outside', async () => {
      const { url } = await setUp()

      const answer = await fetch(`${url}/api/suggestions`, { headers: { 'Case-Ids': 'a,b', 'case-id': 'mine' } })

      const { headers } = (await answer.json()) as { headers: Record<string, string> }
      expect(headers).toMatchObject({ 'case-id': 'mine' })
      expect(headers).not.toHaveProperty('case-ids')
    })

    /** `fetch` sets Host, Origin and Sec-Fetch-Site itself. */
    async function ask(url: string, method: string, path: string, headers: Record<string, string>) {
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
      request(url, { method, path, headers }, resolve).on('error', reject).end()
      const answer = await promise
      return { status: answer.statusCode, body: await text(answer) }
    }
    const names = { publicUrl: 'https://Meet.example.com', allowedHosts: ['meet.local', 'Other.example'] }

    test.each([
      ...[
        'localhost',
        'localhost:8080',
        'LOCALHOST.',
        'w2meet.localhost',
        '127.0.0.1',
        '192.0.2.7:80',
        '[::1]',
        '[2001:db8::1]:8080',
      ],
      ...['meet.example.com', 'meet.example.com:8443', 'MEET.EXAMPLE.COM', 'meet.local', 'meet.local.', 'other.example:8080'],
    ])('is reached as %s', async (host) => {
      const { url } = await setUp({}, names)

      const { status } = await ask(url, 'GET', '/api/suggestions', { host })
      const page = await ask(url, 'GET', '/docs', { host })

      expect([status, page.status]).toEqual([200, 200])
    })

    test.each([
      ...[
        'attacker.example',
        'attacker.example:8080',
        'localhost.attacker.example',
        '127.0.0.1.attacker.example',
        'notlocalhost',
      ],
      ...['2130706433', '0x7f.1', '127.1', 'meet.example.com.attacker.example', 'example.com', 'user-service:8000'],
    ])('asked as %s it answers 421 with a sentence, whatever is asked, and reaches no service', async (host) => {
      const { url, backends } = await setUp({}, names)

      const answers = [
        await ask(url, 'GET', '/api/users/a@x.org', { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }),
        await ask(url, 'POST', '/api/users', { host }),
        await ask(url, 'GET', '/', { host }),
        await ask(url, 'GET', '/nothing', { host }),
      ]

      expect(answers.map(({ status }) => status)).toEqual([421, 421, 421, 421])
      const detail = [{ loc: ['header', 'host'], msg: expect.stringContaining('ALLOWED_HOSTS'), type: 'host_unknown' }]
      for (const { body } of answers) expect(JSON.parse(body)).toMatchObject({ detail })
      expect(Object.values(backends).flatMap(({ requests }) => requests)).toEqual([])
    })

    test('its own health is told under any name, so that whoever looks after it need not know one', async () => {
      const { url } = await setUp()

      expect(await ask(url, 'GET', '/health', { host: 'gateway.internal' })).toEqual({ status: 200, body: 'ok' })
    })

    test.each([
      { host: 'localhost:8080', origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' },
      { host: 'localhost:8080', origin: 'https://LOCALHOST:8080' },
      { host: '127.0.0.1:8080', origin: 'https://meet.example.com' },
      { host: '[::1]:8080', origin: 'http://[::1]:8080' },
      { host: '127.0.0.1:8080', 'sec-fetch-site': 'none' },
      { host: '127.0.0.1:8080' },
    ])('a change that %j asks for is passed on', async (headers) => {
      const { url } = await setUp({}, names)

      const answer = await ask(url, 'POST', '/api/tasks', headers as Record<string, string>)

      expect(answer.status).toBe(200)
    })

    test.each([
      { host: 'localhost:8080', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
      { host: 'localhost:8080', origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' },
      { host: 'localhost:8080', origin: 'http://localhost:8080.attacker.example' },
      { host: 'localhost:8080', origin: 'https://attacker.example/localhost:8080' },
      { host: 'localhost:8080', origin: 'null' },
      { host: 'localhost:8080', origin: 'http://meet.example.com' },
      { host: 'localhost:8080', origin: 'https://meet.local' },
      { host: 'localhost:8080', 'sec-fetch-site': 'cross-site' },
    ])('a change that %j asks for is 403 and reaches no service, while reading is left to the browser', async (headers) => {
      const { url, backends } = await setUp({}, names)

      const changes = []
      for (const [method, path] of [
        ['POST', '/api/tasks'],
        ['PUT', '/api/users/a@x.org'],
        ['DELETE', '/api/meetings/7'],
      ] as const) {
        changes.push(await ask(url, method, path, headers as Record<string, string>))
      }
      const read = await ask(url, 'GET', '/api/suggestions', headers as Record<string, string>)

      expect(changes.map(({ status }) => status)).toEqual([403, 403, 403])
      expect(JSON.parse(changes[0]!.body)).toMatchObject({
        detail: [{ type: 'write_from_elsewhere', loc: ['header', expect.any(String)] }],
      })
      expect(read.status).toBe(200)
      expect(Object.values(backends).flatMap(({ requests }) => requests)).toEqual(['GET /suggestions'])
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
