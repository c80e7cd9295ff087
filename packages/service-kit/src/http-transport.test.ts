import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TransportRequest } from '@w2meet/contract'
import { expect, onTestFinished, test } from 'vitest'
import { openHttpTransport } from './http-transport.ts'

type Replica = { url: string; port: number; seen: IncomingMessage[]; close(): Promise<void> }

const answers: RequestListener = (request, response) => {
  request.resume()
  response.end('{"ok":true}')
}
const hangsUp: RequestListener = (request) => void request.socket.destroy()
const neverAnswers: RequestListener = (request) => void request.resume()

/** A real server that handles requests as told and remembers them. */
async function openReplica(handle: RequestListener, port = 0): Promise<Replica> {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    handle(request, response)
  })
  const listening = Promise.withResolvers<void>()
  server.once('error', listening.reject)
  server.listen(port, '127.0.0.1', listening.resolve)
  await listening.promise
  const replica: Replica = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    port: (server.address() as AddressInfo).port,
    seen,
    async close() {
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      server.closeAllConnections()
      await closed.promise
    },
  }
  onTestFinished(replica.close)
  return replica
}

/** An address where nobody listens. */
async function openNobody(): Promise<Replica> {
  const replica = await openReplica(answers)
  await replica.close()
  return replica
}

function open(replicas: readonly Replica[], clock = { nowMs: () => 0 }) {
  const { send, close } = openHttpTransport(
    'user-service',
    replicas.map(({ url }) => url),
    clock,
  )
  onTestFinished(close)
  return (request: Partial<TransportRequest> = {}) =>
    send({
      method: 'GET',
      target: '/users',
      headers: { 'case-id': 'case-1' },
      timeoutMs: 5_000,
      idempotent: (request.method ?? 'GET') === 'GET',
      ...request,
    })
}

const post = { method: 'POST', body: '{}' } as const
const unavailable = { status: 503, detail: [{ loc: ['internal'], type: 'service_unavailable' }] }

test('a request arrives as it was sent, its body as JSON, and the answer comes back whatever its status', async () => {
  const received = Promise.withResolvers<string>()
  const replica = await openReplica((request, response) => {
    received.resolve(text(request))
    response.writeHead(500).end('broken')
  })
  const send = open([replica])

  const answer = await send({ method: 'POST', target: '/users?a=1', body: '{"name":"Adä"}' })

  expect(answer).toEqual({ status: 500, body: 'broken' })
  expect(await received.promise).toBe('{"name":"Adä"}')
  expect(replica.seen[0]).toMatchObject({ method: 'POST', url: '/users?a=1' })
  expect(replica.seen[0]!.headers).toMatchObject({ 'case-id': 'case-1', 'content-type': 'application/json' })
})

test('a service asks another for no compressed answer', async () => {
  const replica = await openReplica(answers)

  await open([replica])()

  expect(replica.seen[0]!.headers).not.toHaveProperty('accept-encoding')
})

test('replicas are called in turn', async () => {
  const replicas = [await openReplica(answers), await openReplica(answers)]
  const send = open(replicas)

  for (let i = 0; i < 4; i++) await send()

  expect(replicas.map(({ seen }) => seen.length)).toEqual([2, 2])
})

test.for([{ method: 'GET' } as const, post])('a replica that refuses is skipped for a $method', async (request) => {
  const alive = await openReplica(answers)
  const send = open([await openNobody(), alive])

  const answer = await send(request)

  expect(answer.status).toBe(200)
  expect(alive.seen).toHaveLength(1)
})

test('a GET goes to another replica when one hangs up', async () => {
  const dying = await openReplica(hangsUp)
  const alive = await openReplica(answers)
  const send = open([dying, alive])

  const answer = await send()

  expect(answer.status).toBe(200)
  expect([dying.seen.length, alive.seen.length]).toEqual([1, 1])
})

test('a POST that reached a replica is never repeated', async () => {
  const dying = await openReplica(hangsUp)
  const alive = await openReplica(answers)
  const send = open([dying, alive])

  const answer = send(post)

  await expect(answer).rejects.toMatchObject(unavailable)
  expect([dying.seen.length, alive.seen.length]).toEqual([1, 0])
})

test('a replica that failed is left out for 10 seconds, and then called again', async () => {
  let nowMs = 1_000
  const gone = await openNobody()
  const alive = await openReplica(answers)
  const send = open([gone, alive], { nowMs: () => nowMs })
  await send()
  const back = await openReplica(answers, gone.port)

  for (let i = 0; i < 3; i++) await send()
  const seenBefore = back.seen.length
  nowMs += 10_000
  for (let i = 0; i < 2; i++) await send()

  expect(seenBefore).toBe(0)
  expect(back.seen).toHaveLength(1)
})

test.for([{ method: 'GET' } as const, post])('where every replica refuses, a $method is 503', async (request) => {
  const send = open([await openNobody(), await openNobody()])

  const answer = send(request)

  await expect(answer).rejects.toMatchObject(unavailable)
})

test('where every replica was refusing, one that is back is found at once', async () => {
  const gone = await openNobody()
  const send = open([gone])
  await expect(send()).rejects.toMatchObject(unavailable)
  await openReplica(answers, gone.port)

  const answer = await send()

  expect(answer.status).toBe(200)
})

test('a replica that does not answer in a quarter of the time is given up for another', async () => {
  const frozen = await openReplica(neverAnswers)
  const alive = await openReplica(answers)
  const send = open([frozen, alive])

  const answer = send({ timeoutMs: 1_000 })

  expect((await answer).status).toBe(200)
  expect([frozen.seen.length, alive.seen.length]).toEqual([1, 1])
})

test('where all replicas are slow, the last one has the time to answer', async () => {
  const slow: RequestListener = (_, response) => void setTimeout(() => response.end('{"ok":true}'), 500)
  const replicas = [await openReplica(slow), await openReplica(slow)]
  const send = open(replicas)

  const answer = await send({ timeoutMs: 1_000 })

  expect(answer.status).toBe(200)
  expect(replicas.map(({ seen }) => seen.length)).toEqual([1, 1])
})

test('no answer in time to what may have had an effect is 504, and no other replica is tried', async () => {
  const frozen = await openReplica(neverAnswers)
  const alive = await openReplica(answers)
  const send = open([frozen, alive])

  const answer = send({ method: 'POST', timeoutMs: 100 })

  await expect(answer).rejects.toMatchObject({ status: 504, detail: [{ type: 'service_timed_out' }] })
  expect([frozen.seen.length, alive.seen.length]).toEqual([1, 0])
})

test('an answer that begins in time but does not end in time is 504', async () => {
  const stalling = await openReplica((_, response) => void response.write('{"ok":'))
  const send = open([stalling])

  const answer = send({ timeoutMs: 100 })

  await expect(answer).rejects.toMatchObject({ status: 504 })
})

test('the refusal names the service and not its address, which is kept as the cause', async () => {
  const gone = await openNobody()
  const send = open([gone])

  const failure = await send().catch((error) => error)

  expect(JSON.stringify(failure.detail)).toContain('user-service')
  expect(JSON.stringify(failure.detail)).not.toContain(String(gone.port))
  expect(failure.cause).toMatchObject({ code: 'ECONNREFUSED' })
})
