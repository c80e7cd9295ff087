import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { openCuttableLink } from './support/cuttable-link.ts'
import { openServers, type Servers } from './support/over-servers.ts'
import { NO_RABBITMQ, startProcess, startServing } from './support/start-process.ts'

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

test('SIGTERM: new connections are refused, a request that was accepted is answered, and the exit code is 0', async () => {
  const { service, port, url } = await startServing(servers)
  const body = JSON.stringify({ email: 'late@example.com', availabilities: { monday: [9] } })
  const socket = connect(port, '127.0.0.1')
  socket.write(
    `POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
  )
  const [accepted] = await once(socket, 'data')

  service.kill('SIGTERM')
  await vi.waitFor(() => expect(fetch(`${url}/livez`)).rejects.toThrow(), 5_000)
  socket.write(body)
  const answer = await text(socket)
  const [code] = await service.exited

  expect(`${accepted}`).toContain('100 Continue')
  expect(answer).toMatch(/^HTTP\/1.1 201 /)
  expect(answer.toLowerCase()).toContain('connection: close')
  expect(code).toBe(0)
})

test('SIGTERM while the database says nothing ends the process within ten seconds, and the log says what is left', async () => {
  const link = await openCuttableLink(servers.postgres.url)
  onTestFinished(link.close)
  const { service, url } = await startServing({ ...servers, postgres: { ...servers.postgres, url: link.url } })
  const said = text(service.stdout!)
  const body = JSON.stringify({ email: 'unheard@example.com', availabilities: { monday: [9] } })
  link.cut()
  const writing = fetch(`${url}/users`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })

  const startMs = performance.now()
  service.kill('SIGTERM')
  await service.exited

  expect(performance.now() - startMs).toBeLessThan(10_500)
  await writing.catch(() => {})
  expect(await said).toMatch(/stopping failed|stopped/)
})
