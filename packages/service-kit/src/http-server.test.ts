import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { ProblemBody, problem } from '@w2meet/contract'
import { Compile } from 'typebox/compile'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type HttpHandler, openHttpServer } from './http-server.ts'
import { answerProblem } from './refusals.ts'
import { StartError } from './settings.ts'

const problemBody = Compile(ProblemBody)
const local = { host: '127.0.0.1', port: 0 }
const greets: HttpHandler = (_, response) => void response.end('hello')

async function openServer(handler: HttpHandler, options: { drainMs?: number } = {}) {
  const server = await openHttpServer(handler, { ...local, ...options })
  onTestFinished(() => server.close())
  return server
}

/** Everything the server says to these bytes until it hangs up. */
async function exchange(port: number, bytes: string): Promise<{ head: string; body: string }> {
  const socket = connect(port, local.host)
  socket.write(bytes)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  return { head, body }
}

/** A handler that holds every answer back until it is let go, and tells when a request is in its hands. */
function holding() {
  const arrived = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const handler: HttpHandler = async (_, response) => {
    arrived.resolve()
    await release.promise
    response.end('at last')
  }
  return { handler, arrived: arrived.promise, release: release.resolve }
}

describe('opening', () => {
  test('port 0 takes a free port, and the address says which', async () => {
    const server = await openServer(greets)

    const answer = await fetch(server.url)

    expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
    expect(await answer.text()).toBe('hello')
  })

  test('a port that is taken stops the start with a message that names it', async () => {
    const { port } = await openServer(greets)

    const second = openHttpServer(greets, { ...local, port })

    await expect(second).rejects.toBeInstanceOf(StartError)
    await expect(second).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`)
  })

  test('an address of another machine stops the start with a message that names it', async () => {
    const opening = openHttpServer(greets, { ...local, host: '192.0.2.1' })

    await expect(opening).rejects.toBeInstanceOf(StartError)
    await expect(opening).rejects.toThrow('192.0.2.1 is no address of this machine')
  })
})

describe('what is not HTTP', () => {
  test.for([
    { what: 'garbage', bytes: 'hello?\r\n\r\n' },
    { what: 'a TLS greeting', bytes: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' },
    { what: 'two lengths', bytes: 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n' },
  ])('$what is answered 400 in the shape of all errors, and the connection ends', async ({ bytes }) => {
    const { port } = await openServer(greets)

    const { head, body } = await exchange(port, bytes)

    expect(head).toMatch(/^HTTP\/1\.1 400 /)
    expect(head).toMatch(/^Content-Type: application\/json/m)
    expect(JSON.parse(body)).toSatisfy((value) => problemBody.Check(value))
    expect(JSON.parse(body).detail).toMatchObject([{ type: 'request_malformed' }])
    expect(head).toContain(`Case-Id: ${JSON.parse(body).case_id}`)
  })

  test('too large headers are answered 431 in the same shape', async () => {
    const { port } = await openServer(greets)

    const { head, body } = await exchange(port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)

    expect(head).toMatch(/^HTTP\/1\.1 431 /)
    expect(JSON.parse(body)).toSatisfy((value) => problemBody.Check(value))
  })

  test('does not keep the server from answering others', async () => {
    const { port, url } = await openServer(greets)
    await exchange(port, 'hello?\r\n\r\n')

    const answer = await fetch(url)

    expect(answer.status).toBe(200)
  })
})

test.for([
  { what: 'without a Host', headers: '', status: 400, loc: ['header', 'host'] },
  {
    what: 'that expects what nobody can meet',
    headers: 'Host: x\r\nExpect: miracles\r\n',
    status: 417,
    loc: ['header', 'expect'],
  },
])('a request $what is refused in the shape of all errors, with its Case-Id', async ({ headers, status, loc }) => {
  const { port } = await openServer(greets)

  const { head, body } = await exchange(port, `GET / HTTP/1.1\r\nCase-Id: mine\r\nConnection: close\r\n${headers}\r\n`)

  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(JSON.parse(body)).toMatchObject({ case_id: 'mine', detail: [{ loc }] })
})

describe('closing', () => {
  test('waits for the answer in progress', async () => {
    const { handler, arrived, release } = holding()
    const server = await openServer(handler)
    const answer = fetch(server.url)
    await arrived
    const order: string[] = []

    const closed = server.close().then(() => order.push('closed'))
    await exchange(server.port, '').catch(() => order.push('refusing'))
    order.push('released')
    release()
    const said = await (await answer).text()
    await closed

    expect(said).toBe('at last')
    expect(order).toEqual(['refusing', 'released', 'closed'])
  })

  test('refuses new connections while an answer is in progress', async () => {
    const { handler, arrived, release } = holding()
    const server = await openServer(handler)
    const answer = fetch(server.url)
    await arrived

    const closed = server.close()
    const refused = exchange(server.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')

    await expect(refused).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    release()
    expect((await answer).status).toBe(200)
    await closed
  })

  test('answers what comes on a connection that was idle, as its last', async () => {
    const server = await openServer(greets, { drainMs: 20_000 })
    const socket = connect(server.port, '127.0.0.1')
    const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
    socket.write(request)
    await once(socket, 'data')

    const closed = server.close()
    socket.write(request)

    const last = await text(socket)
    expect(last).toMatch(/^HTTP\/1\.1 200 /)
    expect(last).toMatch(/^connection: close/im)
    await closed
  })

  test('does not wait for a connection that is kept alive and idle', async () => {
    const server = await openServer(greets, { drainMs: 20_000 })
    await (await fetch(server.url)).text()

    const closed = server.close()

    await expect(closed).resolves.toBeUndefined()
  })

  // Left to itself, Node.js would let it be for its keep-alive timeout of 5 seconds.
  test('hangs up on a kept-alive connection once its answer is given', { timeout: 4_000 }, async () => {
    const { handler, arrived, release } = holding()
    const server = await openServer(handler)
    const said = exchange(server.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await arrived

    const closed = server.close()
    release()

    expect((await said).body).toBe('at last')
    await closed
  })

  test('waits no longer than it was told for an answer that never ends', async () => {
    const { handler, arrived } = holding()
    const server = await openServer(handler, { drainMs: 50 })
    const answer = fetch(server.url)
    answer.catch(() => {})
    await arrived

    await server.close()

    await expect(answer).rejects.toThrow('fetch failed')
  })
})

test('a problem is answered with its status, its detail and the Case-Id', async () => {
  const refusal = problem('service_unavailable', { service: 'Zoë' })
  const server = await openServer((_, response) => answerProblem(response, 'case-1', refusal))

  const answer = await fetch(server.url)

  expect(answer.status).toBe(503)
  expect(answer.headers.get('case-id')).toBe('case-1')
  expect(await answer.json()).toEqual({ case_id: 'case-1', detail: refusal.detail })
})
