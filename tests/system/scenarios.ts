import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { ZONES_EDITION } from '@w2meet/scheduling'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Api, createApi } from '../support/api.ts'
import { describeFindTime } from './find-time-scenarios.ts'
import { describeMeetings } from './meeting-scenarios.ts'

export type RunningSystem = {
  url: string
  /** The log lines of all services so far. */
  logs(): Record<string, unknown>[]
  close(): Promise<void>
}

let described = 0

/** The whole system serves its users alike in every form. */
export function describeSystem(name: string, start: () => Promise<RunningSystem>): void {
  let system: RunningSystem
  let api: Api
  beforeAll(async () => {
    system = await start()
    api = createApi(system.url)
  })
  afterAll(() => system?.close())

  // People and cases of this description alone: it may share the system with another.
  const id = ++described
  const domain = `system${id}.example.com`
  let count = 0
  /** Makes a new person; returns their e-mail. */
  async function person(availabilities: Record<string, number[]>, more: object = {}): Promise<string> {
    const email = `person${++count}@${domain}`
    const { status } = await api.post('/api/users', { email, availabilities, ...more })
    expect(status).toBe(201)
    return email
  }

  describe(name, () => {
    describeFindTime({ api: () => api, person })
    describeMeetings({ api: () => api, logs: () => system.logs(), person })

    test('two people store their weeks, see what they have in common, and get a slot', async () => {
      const ada = await person({ monday: [9, 10, 11], tuesday: [14] }, { preferences: 'first' })
      const bob = await person({ monday: [10, 11, 12], tuesday: [14] }, { preferences: 'last' })

      const common = await api.get(`/api/availability/common_availabilities?userId1=${ada}&userId2=${bob}`)
      const suggested = await api.get(`/api/suggestions?userId1=${ada}&userId2=${bob}`)
      const last = await api.get(`/api/suggestions?userId1=${ada}&userId2=${bob}&preference=last`)
      const random = await api.get(`/api/suggestions?userId1=${ada}&userId2=${bob}&preference=random`)

      expect(common.body.common_availabilities).toMatchObject({ monday: [10, 11], tuesday: [14], sunday: [] })
      expect(common.body).toMatchObject({ user1preference: 'first', user2preference: 'last', timezone: 'UTC', week: null })
      expect(suggested.body.suggestions).toEqual([
        { day: 'monday', slot: [10, 11] },
        { day: 'tuesday', slot: [14, 15] },
      ])
      expect(last.body.suggestions).toEqual([{ day: 'tuesday', slot: [14, 15] }])
      expect(random.body.suggestions).toHaveLength(1)
    })

    test('200 people find their one common hour', async () => {
      const people = await Promise.all(Array.from({ length: 200 }, (_, index) => person({ friday: [15, index % 15] })))

      const { status, body } = await api.get(`/api/suggestions?${people.map((email) => `user=${email}`).join('&')}`)

      expect(status).toBe(200)
      expect(body.suggestions).toEqual([{ day: 'friday', slot: [15, 16] }])
    })

    test.each([
      'GET /users/internal/erasures/1#%ff',
      'GET /api/availability/internal/times#',
      'POST /users/internal/booked#%ff',
      'POST /users/internal/bookings',
      'POST /api/user-avail/cache_aside',
      'GET /worker/livez#',
      'GET /users/users/..%2f..%2finternal/erasures/1',
    ])('%s reaches nothing of the inside', async (request) => {
      const { hostname, port } = new URL(system.url)
      const socket = connect(Number(port), hostname)
      socket.write(`${request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)

      const answer = await text(socket)

      expect(answer).toMatch(/^HTTP\/1\.1 40[04] /)
      expect(answer).toMatch(/"type":"(?:request_malformed|route_unknown)"/)
    })

    test('200 clients with the longest Case-Ids, and two that forge those of others, are all answered', async () => {
      const [ada, bob] = [await person({ monday: [9] }), await person({ monday: [9] })]
      const path = `/api/suggestions?userId1=${ada}&userId2=${bob}`
      const forged = { 'case-ids': Array.from({ length: 100 }, (_, index) => `forged-${index}`.padEnd(128, 'x')).join() }

      const answers = await Promise.all([
        ...Array.from({ length: 200 }, (_, index) => api.get(path, { 'case-id': `${index}-${id}`.padEnd(128, 'x') })),
        ...Array.from({ length: 2 }, () => api.get(path, forged)),
      ])

      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
      expect(system.logs().filter((line) => JSON.stringify(line).includes('forged-'))).toEqual([])
    })

    test('a task goes through the queue, and every service logs it under one Case-Id', async () => {
      const [ada, bob] = [await person({ monday: [9] }), await person({ monday: [9] })]

      const { status, body } = await api.post('/api/tasks', { userId1: ada, userId2: bob }, { 'case-id': `task-case-${id}` })

      expect(status).toBe(202)
      expect(body).toEqual({ case_id: `task-case-${id}`, status: 'enqueued', job_id: expect.any(String), queue: 'meeting_jobs' })
      await vi.waitFor(() => {
        const lines = system.logs().filter(({ case_id }) => case_id === `task-case-${id}`)
        expect(new Set(lines.map(({ service }) => service))).toEqual(
          new Set(['gateway-service', 'worker-service', 'suggestion-service', 'availability-service', 'user-service']),
        )
        expect(lines.find(({ job_id }) => job_id === body.job_id)).toMatchObject({
          suggestions: [{ day: 'monday', slot: [9, 10] }],
        })
      }, 10_000)
    })

    test('a task that is asked for again under its key is one task, and another under that key is refused', async () => {
      const [ada, bob] = [await person({ monday: [9] }), await person({ monday: [9] })]
      const key = { 'idempotency-key': `key-of-the-task-${id}` }
      const task = { userId1: ada, userId2: bob, book: true }

      const first = await api.post('/api/tasks', task, { ...key, 'case-id': `first-${id}` })
      const again = await api.post('/api/tasks', task, key)
      const other = await api.post('/api/tasks', { ...task, userId2: ada }, key)

      expect([first, again, other].map(({ status }) => status)).toEqual([202, 202, 422])
      expect(again.body).toEqual(first.body)
      expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true'])
      await vi.waitFor(async () => {
        expect((await api.get(`/api/meetings?user=${ada}`)).body.meetings).toMatchObject([{ organizer: ada }])
      }, 20_000)
    })

    test('a request is logged by each service with Case-Id, operation, status and time', async () => {
      const ada = await person({ monday: [9] })

      await api.get(`/api/suggestions?userId1=${ada}&userId2=${ada}`, { 'case-id': `logged-case-${id}` })

      await vi.waitFor(() => {
        const lines = system.logs().filter(({ case_id }) => case_id === `logged-case-${id}`)
        expect(
          lines.map(({ service, method, operation, status }) => `${service} ${method} ${operation} ${status}`).sort(),
        ).toEqual([
          'availability-service POST getCommonOfGroups 200',
          'gateway-service GET getSuggestions 200',
          'suggestion-service GET getSuggestions 200',
          'user-service POST getCachedUsers 200',
        ])
        for (const { duration_ms, time } of lines) expect([typeof duration_ms, typeof time]).toEqual(['number', 'string'])
      })
    })

    test('a missing person is 404 with the sentence of the contract, in every service that is asked', async () => {
      const ada = await person({ monday: [9] })
      const query = `userId1=${ada}&userId2=ghost@example.com`

      const answers = [
        await api.get(`/api/suggestions?${query}`),
        await api.get(`/api/availability/common_availabilities?${query}`),
      ]

      for (const { status, headers, body } of answers) {
        expect(status).toBe(404)
        expect(body).toEqual({
          case_id: headers.get('case-id'),
          detail: [
            { loc: ['query'], msg: 'One or both users not found', type: 'users_not_found' },
            { loc: ['query', 'userId2'], msg: 'ghost@example.com is not known', type: 'user_not_found' },
          ],
        })
      }
    })

    test('the same e-mail posted by 50 clients at once is created once and refused 49 times', async () => {
      const post = () => api.post('/api/users', { email: `Race@${domain}`, availabilities: { monday: [9] } })

      const answers = await Promise.all(Array.from({ length: 50 }, post))

      const statuses = answers.map(({ status }) => status).sort()
      expect(statuses).toEqual([201, ...Array.from({ length: 49 }, () => 409)])
    })

    test('a change is seen by the next suggestion', async () => {
      const [ada, bob] = [await person({ monday: [9] }), await person({ monday: [9], friday: [17] })]
      await api.get(`/api/suggestions?userId1=${ada}&userId2=${bob}`)

      await api.put(`/api/users/${ada}`, { availabilities: { friday: [17] } })
      const changed = await api.get(`/api/suggestions?userId1=${ada}&userId2=${bob}`)
      await api.delete(`/api/users/${bob}`)
      const erased = await api.get(`/api/suggestions?userId1=${ada}&userId2=${bob}`)

      expect(changed.body.suggestions).toEqual([{ day: 'friday', slot: [17, 18] }])
      expect(erased.status).toBe(404)
    })

    test('an e-mail of 254 characters with a plus sign works in paths and queries, percent-encoded', async () => {
      const email = `ada+tag${id}@${`${'b'.repeat(60)}.`.repeat(4)}de`
      const long = email.replace('ada', 'a'.repeat(3 + 254 - email.length))
      await api.post('/api/users', { email: long.toUpperCase(), availabilities: { monday: [9] } })
      const encoded = [...long].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('')

      const found = await api.get(`/api/users/${encoded}`)
      const suggested = await api.get(`/api/suggestions?userId1=${encoded}&userId2=${encodeURIComponent(long)}`)

      expect(long).toHaveLength(254)
      expect(found.body.email).toBe(long)
      expect(suggested.body.suggestions).toEqual([{ day: 'monday', slot: [9, 10] }])
    })

    test.each([
      ['no JSON', '{"email":', 'application/json', 400, ['body']],
      ['nothing', '', 'application/json', 400, ['body']],
      ['a list', '[]', 'application/json', 400, ['body']],
      ['another content type', '{}', 'text/plain', 415, ['header', 'content-type']],
      ['10 MB', `"${'x'.repeat(10_000_000)}"`, 'application/json', 413, ['body']],
    ])('a body of %s is refused in the shape of the contract', async (_, body, type, status, loc) => {
      const answer = await api.post('/api/users', body, { 'content-type': type })

      expect(answer.status).toBe(status)
      expect(answer.body).toEqual({
        case_id: answer.headers.get('case-id'),
        detail: [{ loc, msg: expect.any(String), type: expect.any(String) }],
      })
    })

    test.each([
      ['that is malformed percent-encoding', '/api/users/%E0%A4%A', 400],
      ['that is no e-mail', '/api/users/nobody', 400],
      ['of nothing', '/api/nothing', 404],
      ['that climbs out', '/api/users/..%2f..%2finternal', 400],
    ])('a path %s is refused', async (_, path, status) => {
      const answer = await api.get(path)

      expect(answer.status).toBe(status)
      expect(answer.body.case_id).toBe(answer.headers.get('case-id'))
    })

    test('a method that a path does not take is 405 with those that it takes', async () => {
      const answer = await api.delete('/api/suggestions')

      expect(answer.status).toBe(405)
      expect(answer.headers.get('allow')).toBe('GET, HEAD, POST')
    })

    test('a Case-Id with a line break reaches nobody: the request is not valid HTTP, or the rest is another header', async () => {
      const { port, hostname } = new URL(system.url)

      const answer = await rawHttp(
        Number(port),
        hostname,
        'GET /api/suggestions HTTP/1.1\r\nHost: x\r\nCase-Id: good\r\n evil\r\nConnection: close\r\n\r\n',
      )

      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).not.toContain('evil')
      expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
        case_id: expect.any(String),
        detail: [{ msg: expect.any(String) }],
      })
    })

    test('health of every service is told through the gateway, nested all the way down, each with its zone table', async () => {
      const paths = ['/user/health', '/users/health', '/availability/health', '/suggestion/health', '/worker/health']

      const [user, users, availability, suggestion, worker] = await Promise.all(paths.map((path) => api.get(path)))

      const stores = { redis: { status: 'healthy' }, postgresql: { status: 'healthy' } }
      const editions = [user, availability, suggestion, worker].map((answer) => answer?.body.time_zones)
      expect(editions).toEqual(Array(4).fill(ZONES_EDITION))
      expect((await api.get('/health')).body).toBe('ok')
      expect(user?.body).toMatchObject({ service: 'user-service', status: 'healthy', dependencies: stores })
      expect(users?.body.service).toBe('user-service')
      expect(availability?.body.dependencies['user-service']).toMatchObject({ status: 'healthy', dependencies: stores })
      expect(suggestion?.body.dependencies['availability-service'].dependencies['user-service'].dependencies).toMatchObject(
        stores,
      )
      expect(worker?.body.dependencies).toMatchObject({ rabbitmq: { status: 'healthy', response_time_ms: expect.any(Number) } })
    })

    test('no log line of a request names anybody, for any question about them', async () => {
      const ada = await person({ monday: [9] })
      const paths = [
        `/api/users/${ada}`,
        `/api/users/nobody@${domain}`,
        `/api/meetings?user=${ada}`,
        `/nowhere/${ada}`,
        `/api/users/${ada}/x`,
      ]
      for (const path of paths) await api.get(path, { 'case-id': `quiet-${id}` })
      await api.delete(`/api/users/${ada}`)

      const lines = () => system.logs().filter(({ case_id }) => case_id === `quiet-${id}`)
      await expect
        .poll(() => lines().map(({ operation }) => operation), { timeout: 10_000 })
        .toEqual(expect.arrayContaining(['getUser', 'listMeetings', 'none']))
      const requests = system.logs().filter(({ operation }) => operation !== undefined)
      expect(requests.filter((line) => JSON.stringify(line).includes(`@${domain}`))).toEqual([])
    })
  })
}

/** Sends bytes as they are, and reads until the other side hangs up. */
function rawHttp(port: number, host: string, bytes: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let text = ''
  const socket = connect(port, host, () => socket.write(bytes))
  socket.on('data', (data) => (text += data))
  socket.on('end', () => resolve(text))
  socket.on('error', reject)
  return promise
}
