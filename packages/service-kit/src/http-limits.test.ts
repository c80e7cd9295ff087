import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Operation, ProblemBody } from '@w2meet/contract'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createHttpApp } from './http-app.ts'
import type { HttpLimits } from './http-limits.ts'
import { type HttpHandler, openHttpServer } from './http-server.ts'
import { createLog } from './log.ts'
import { serve } from './serve.ts'

const problemBody = Compile(ProblemBody)
/** Short, and far enough from each other that a busy machine does not mistake one for another. */
const short = { headersMs: 150, requestMs: 300, checkEveryMs: 20, lingerMs: 50 }
const greets: HttpHandler = (_, response) => void response.end('hello')
const LARGE = Buffer.alloc(64 * 1024 * 1024)

async function openServer(handler: HttpHandler, limits: Partial<HttpLimits> = short) {
  const lines: Record<string, unknown>[] = []
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) })
  const server = await openHttpServer(handler, { host: '127.0.0.1', port: 0, drainMs: 0, log, limits })
  onTestFinished(() => server.close())
  return { ...server, lines }
}

/** A client that leaves its side open when the server closes the other, and what it heard. */
async function openClient(port: number, says = '') {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  const client = { socket, heard: '' }
  socket.on('data', (bytes) => (client.heard += bytes))
  await once(socket, 'connect')
  socket.write(says)
  return client
}

/** Goes on saying this, and resolves when the socket of the server is gone: only then does a client that writes hear of it. */
async function saysUntilGone(socket: Socket, bytes = 'x'): Promise<void> {
  const saying = setInterval(() => socket.write(bytes), 20)
  await new Promise((gone) => socket.once('close', gone))
  clearInterval(saying)
}

/** Everything the server says to these bytes until it hangs up. */
async function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(Buffer.from(bytes, 'latin1'))
  return text(socket)
}

const statusesOf = (heard: string) => [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))
const bodyOf = (heard: string) => JSON.parse(heard.split('\r\n\r\n')[1]!)

describe('a slow client', () => {
  test('100 that never end their headers are told 408, and are gone at once, whatever they do', async () => {
    const { port, url } = await openServer(greets)
    const clients = await Promise.all(Array.from({ length: 100 }, () => openClient(port, 'GET / HTTP/1.1\r\nHost: a\r\nX-')))

    await Promise.all(clients.map(({ socket }) => saysUntilGone(socket)))

    for (const { heard } of clients) {
      expect(statusesOf(heard)).toEqual([408])
      expect(bodyOf(heard)).toSatisfy((value) => problemBody.Check(value))
    }
    expect((await fetch(url)).status).toBe(200)
  })

  test('that connects and says nothing is gone without a word', async () => {
    const { port, lines } = await openServer(greets)
    const client = await openClient(port)

    await once(client.socket, 'end')
    await saysUntilGone(client.socket)

    expect(client.heard).toBe('')
    expect(lines).toEqual([])
  })

  test('that sends its body byte by byte is told 408 in the shape of all errors, with its Case-Id, and is gone; its handler hears so', async () => {
    const ended = Promise.withResolvers<boolean>()
    const { port } = await openServer((request) => {
      request.resume().on('error', () => {})
      request.once('close', () => ended.resolve(request.complete))
    })
    const client = await openClient(port, 'POST / HTTP/1.1\r\nHost: a\r\nCase-Id: mine\r\nContent-Length: 100000\r\n\r\n')

    await saysUntilGone(client.socket)

    expect(await ended.promise).toBe(false)
    expect(statusesOf(client.heard)).toEqual([408])
    expect(bodyOf(client.heard)).toMatchObject({ case_id: 'mine', detail: [{ type: 'request_timed_out' }] })
  })

  test('whose body an app waits for is one line of its log, with the Case-Id that the client was told', async () => {
    const lines: Record<string, unknown>[] = []
    const app = createHttpApp({ service: 'a-service', log: createLog('info', { write: (line) => lines.push(JSON.parse(line)) }) })
    const take = {
      name: 'take',
      summary: 'Takes a body',
      access: 'anybody',
      method: 'POST',
      path: '/',
      body: Type.Any(),
      success: 200,
      answer: Type.Any(),
    } as const satisfies Operation
    serve(app, take, async () => ({}))
    await app.ready()
    const server = await openServer(app.routing)
    const headers = 'Host: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n'
    const client = await openClient(server.port, `POST / HTTP/1.1\r\n${headers}`)

    await saysUntilGone(client.socket)

    expect(statusesOf(client.heard)).toEqual([408])
    expect([...lines, ...server.lines]).toMatchObject([{ status: 408, case_id: bodyOf(client.heard).case_id }])
  })

  test('that sends its body after the answer was begun hears the answer alone, and is gone', async () => {
    const { port } = await openServer((request, response) => {
      request.resume().on('error', () => {})
      response.write('begun')
    })
    const client = await openClient(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n')

    await saysUntilGone(client.socket)

    expect(statusesOf(client.heard)).toEqual([200])
    expect(client.heard).toMatch(/begun\r\n$/)
  })

  test('that says nothing but empty lines after an answer is gone', async () => {
    const { port } = await openServer(greets, { ...short, keepAliveMs: 100 })
    const client = await openClient(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')

    await saysUntilGone(client.socket, '\r\n')

    expect(statusesOf(client.heard)).toEqual([200])
  })

  test('that does not read its answer is gone', async () => {
    const closed = Promise.withResolvers<ServerResponse>()
    const handler: HttpHandler = (_, response) => void response.end(LARGE).once('close', () => closed.resolve(response))
    const { port } = await openServer(handler, { ...short, silentMs: 200 })
    const { socket } = await openClient(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    socket.pause()

    const response = await closed.promise

    expect(response.writableFinished).toBe(false)
  })

  test('that reads a little now and then is gone after a while', async () => {
    const closed = Promise.withResolvers<ServerResponse>()
    const handler: HttpHandler = (_, response) => void response.end(LARGE).once('close', () => closed.resolve(response))
    const { port } = await openServer(handler, { ...short, backlogMs: 300 })
    const { socket } = await openClient(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    socket.on('data', () => socket.pause())
    const reading = setInterval(() => socket.resume(), 20)
    onTestFinished(() => clearInterval(reading))

    const response = await closed.promise

    expect(response.writableFinished).toBe(false)
  })
})

test('a live stream goes on beyond every limit, as long as it says something now and then', async () => {
  const handler: HttpHandler = (request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n')
    const saying = setInterval(() => response.write(':\n\n'), 50)
    request.once('close', () => clearInterval(saying))
  }
  const { port } = await openServer(handler, { ...short, keepAliveMs: 50, silentMs: 250, backlogMs: 250 })
  const client = await openClient(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')

  while (client.heard.split(':\n\n').length < 25) await once(client.socket, 'data')

  expect(client.socket.readableEnded).toBe(false)
})

describe('a client that asks again before it is answered', () => {
  test('with what is not HTTP gets the answer that it waits for, and nothing after it', async () => {
    const { port, lines } = await openServer((_, response) => void setTimeout(() => response.end('hello'), 50))

    const heard = await exchange(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\nnot HTTP\r\n\r\n')

    expect(statusesOf(heard)).toEqual([200])
    expect(heard).toMatch(/\r\n\r\nhello$/)
    expect(lines).toMatchObject([{ status: 400 }])
  })

  test('without a Host the second time gets both answers in their order', async () => {
    const { port } = await openServer((_, response) => void setTimeout(() => response.end('hello'), 50))

    const heard = await exchange(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n\r\n')

    expect(statusesOf(heard)).toEqual([200, 400])
  })

  test('thousands of times has a few of them handled, then is gone', async () => {
    let handled = 0
    // With time for the headers, also of a busy machine: the number of requests alone is to end the connection.
    const { port, lines } = await openServer(() => void handled++, {})

    const heard = exchange(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(5_000))

    await expect(heard).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(handled).toBe(16)
    expect(lines).toMatchObject([{ level: 'warn', reason: expect.stringContaining('more than 16 requests') }])
  })
})

test('beyond the most connections new ones are dropped and told in the log; those before are answered, and so are later ones', async () => {
  const { port, lines, url } = await openServer(greets, { maxConnections: 2 })
  const first = await openClient(port)
  const second = await openClient(port)

  const third = exchange(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n').catch(({ code }) => code)
  const said = await third
  first.socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(first.socket, 'data')
  second.socket.destroy()
  first.socket.destroy()

  expect(said === '' || said === 'ECONNRESET').toBe(true)
  expect(lines).toMatchObject([{ level: 'warn', reason: '2 connections are open, which is the most' }])
  expect(statusesOf(first.heard)).toEqual([200])
  await expect.poll(async () => (await fetch(url).catch(() => undefined))?.status).toBe(200)
})

test('beyond the most connections those that only wait for another request make room', async () => {
  const { port, url } = await openServer(greets, { maxConnections: 2, idleMs: 1 })
  const idle = [await openClient(port), await openClient(port)]
  for (const { socket } of idle) {
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(socket, 'data')
  }

  await exchange(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n').catch(() => {})

  await Promise.all(idle.map(({ socket }) => saysUntilGone(socket)))
  expect((await fetch(url)).status).toBe(200)
})

test.for([
  ['garbage', 'hello?\r\n\r\n', 400, 'it is not valid HTTP'],
  ['too large headers', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'too large'],
  ['too many headers', `GET / HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(100)}\r\n`, 431, 'too large'],
  ['headers that do not end', 'GET / HTTP/1.1\r\nHost: a\r\n', 408, 'did not arrive in time'],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400, 'it has no Host'],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n', 400, 'it has more than one Host'],
  ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a, b\r\n\r\n', 400, 'its Host is not valid'],
  ['a version that is not spoken', 'GET / HTTP/2.0\r\nHost: a\r\n\r\n', 400, 'it is of HTTP 2.0'],
  ['an expectation', 'GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n', 417, 'miracles'],
  ['CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n', 405, 'CONNECT is not possible here'],
  ['CONNECT with a body', 'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 9\r\n\r\n', 405, 'CONNECT is not possible here'],
] as const)(
  '%s is refused once, with a line in the log that has the Case-Id of the answer, and the connection ends',
  async ([, bytes, status, reason]) => {
    let handled = 0
    // With time for the headers, also of a busy machine: the number of requests alone is to end the connection.
    const { port, lines } = await openServer(() => void handled++, {})
    const client = await openClient(port, bytes)

    await once(client.socket, 'end')
    await saysUntilGone(client.socket)

    expect(statusesOf(client.heard)).toEqual([status])
    expect(bodyOf(client.heard)).toSatisfy((value) => problemBody.Check(value))
    expect(lines).toMatchObject([{ status, case_id: bodyOf(client.heard).case_id, reason: expect.stringContaining(reason) }])
    expect(handled).toBe(0)
  },
)

test.for<[string, string]>([
  ['of HTTP 1.0 without a Host', 'GET / HTTP/1.0\r\n\r\n'],
  ['that would be upgraded', 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close, upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ['with an empty Host', 'GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n'],
])('a request %s is handled as any other', async ([, bytes]) => {
  const { port, lines } = await openServer(greets)

  const heard = await exchange(port, bytes)

  expect(statusesOf(heard)).toEqual([200])
  expect(lines).toEqual([])
})

test('closing does not wait for a connection that has said nothing', { timeout: 4_000 }, async () => {
  const server = await openHttpServer(greets, { host: '127.0.0.1', port: 0, drainMs: 20_000 })
  const { socket } = await openClient(server.port)

  const closed = server.close()

  await expect(closed).resolves.toBeUndefined()
  socket.destroy()
})
