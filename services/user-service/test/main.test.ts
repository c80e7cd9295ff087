import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { openRabbitmq } from '@w2meet/test-servers'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { openCuttableLink } from './support/cuttable-link.ts'
import { openServers, type Servers } from './support/over-servers.ts'
import { NO_RABBITMQ, startProcess, startServing } from './support/start-process.ts'

/** What `docker stop` gives a process before it is killed. */
const MAX_STOP_MS = 10_000

let servers: Servers
beforeAll(async () => {
  servers = await openServers()
})
afterAll(() => servers.close())

test.each([
  {
    what: 'settings that are wrong are told all together',
    settings: { PORT: 'http', REDIS_URL: 'localhost', W2MEET_TTL: '5' },
    lines: [
      'The settings are not valid:',
      '  DATABASE_URL is not set',
      '  RABBITMQ_URL is not set',
      '  PORT must be a port, 0 to 65535, not "http"',
      expect.stringMatching(/^ {2}REDIS_URL must be a URL such as redis:..localhost:6379; /),
      expect.stringContaining('  W2MEET_TTL is not a setting'),
    ],
  },
  {
    what: 'a database that cannot be reached is told in one sentence, without the password',
    settings: {
      DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/w2meet',
      REDIS_URL: 'redis://127.0.0.1:1',
      RABBITMQ_URL: NO_RABBITMQ,
    },
    lines: [
      'The database at 127.0.0.1:1/w2meet cannot be used: connect ECONNREFUSED 127.0.0.1:1. Start it, or mend DATABASE_URL.',
    ],
  },
] as { what: string; settings: Record<string, string>; lines: unknown[] }[])(
  '$what, and the exit code is 1',
  async ({ settings, lines }) => {
    const service = startProcess(settings)

    const said = await text(service.stderr!)
    const [code] = await service.exited

    expect(said.trimEnd().split('\n')).toEqual(lines)
    expect(code).toBe(1)
  },
)

test('it serves over the servers that its settings name', async () => {
  const { url } = await startServing(servers)

  const body = JSON.stringify({ email: 'ada@example.com', availabilities: { monday: [9] } })
  const created = await fetch(`${url}/users`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  const reads = [
    await fetch(`${url}/user-avail/cache_aside/ada@example.com`),
    await fetch(`${url}/user-avail/cache_aside/ada@example.com`),
  ]

  expect(created.status).toBe(201)
  expect(reads.map(({ headers }) => headers.get('x-cache'))).toEqual(['miss', 'hit'])
})

/** A write that the service has accepted, and whose body it is still to get. */
async function beginWrite(port: number, email: string) {
  const body = JSON.stringify({ email, availabilities: { monday: [9] } })
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  socket.write(
    `POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
  )
  const [accepted] = await once(socket, 'data')
  expect(`${accepted}`).toContain('100 Continue')
  return { socket, sendBody: () => socket.write(body) }
}

test('SIGTERM: new connections are refused, a request that was accepted is answered, and the exit code is 0', async () => {
  const { service, port, url } = await startServing(servers)
  const { socket, sendBody } = await beginWrite(port, 'late@example.com')

  service.kill('SIGTERM')
  await vi.waitFor(() => expect(fetch(`${url}/livez`)).rejects.toThrow(), 5_000)
  sendBody()
  const answer = await text(socket)
  const [code] = await service.exited

  expect(answer).toMatch(/^HTTP\/1.1 201 /)
  expect(answer.toLowerCase()).toContain('connection: close')
  expect(code).toBe(0)
})

test.each([
  ['PostgreSQL', 'postgres', 503],
  ['Redis', 'redis', 201],
  ['RabbitMQ', 'broker', 201],
] as const)(
  'SIGTERM while %s says nothing: a write in hand is answered, and the process ends in order before it would be killed',
  async (_, frozen, status) => {
    const broker = await openRabbitmq()
    onTestFinished(broker.close)
    const { postgres, redis } = servers
    const urls = { postgres: postgres.url, redis: redis.url, broker: broker.url }
    const link = await openCuttableLink(urls[frozen])
    onTestFinished(link.close)
    urls[frozen] = link.url
    const { service, port } = await startServing({ postgres: { url: urls.postgres }, redis: { url: urls.redis } }, urls.broker)
    const { socket, sendBody } = await beginWrite(port, `unheard-by-${frozen}@example.com`)
    link.cut()
    sendBody()

    const startMs = performance.now()
    service.kill('SIGTERM')
    const answer = await text(socket)
    const [code] = await service.exited

    expect(performance.now() - startMs).toBeLessThan(MAX_STOP_MS)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(code).toBe(0)
  },
)
