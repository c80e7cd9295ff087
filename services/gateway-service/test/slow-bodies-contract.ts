import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { openHttpServer } from '@w2meet/service-kit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OpenGateway } from './gateway-set-up.ts'

const HEAD = 'Host: 127.0.0.1\r\nCase-Id: mine\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n'

/** A replica with the server that the services have, whose clients have half a second for a request. */
async function openReplica() {
  const requests: IncomingMessage[] = []
  const arrived = Promise.withResolvers<IncomingMessage>()
  const server = await openHttpServer(
    (request, response) => {
      requests.push(request)
      arrived.resolve(request)
      request.on('error', () => {})
      request.resume().on('end', () => response.end('{}'))
    },
    { host: '127.0.0.1', port: 0, drainMs: 0, limits: { headersMs: 500, requestMs: 500, checkEveryMs: 50 } },
  )
  return { ...server, requests, arrived: arrived.promise }
}

/** What every gateway keeps to before replicas whose clients are slow to send a body, or do not send all of it. */
export function describeSlowBodies(name: string, open: OpenGateway): void {
  describe(`${name}, of a client that is slow`, () => {
    let stack: AsyncDisposableStack
    let replicas: Awaited<ReturnType<typeof openReplica>>[]
    let url: string
    beforeEach(async () => {
      stack = new AsyncDisposableStack()
      const opened = <T extends { close(): Promise<void> }>(thing: T): T => stack.adopt(thing, () => thing.close())
      replicas = [opened(await openReplica()), opened(await openReplica())]
      const urls = replicas.map((replica) => replica.url)
      const services = { 'user-service': urls, 'availability-service': urls, 'suggestion-service': urls, 'worker-service': urls }
      url = opened(await open(services, { timeoutMs: 2_000 })).url
    })
    afterEach(() => stack.disposeAsync())

    const openClient = (method: string) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      socket.on('error', () => {})
      socket.write(`${method} ${method === 'GET' ? '/api/users/a@x.org' : '/api/users'} HTTP/1.1\r\n${HEAD}{`)
      return socket
    }
    /** How many of ten requests each replica gets: one that is left out gets none. */
    async function shares(): Promise<number[]> {
      const before = replicas.map(({ requests }) => requests.length)
      for (let request = 0; request < 10; request++) await (await fetch(`${url}/api/users/a@x.org`)).arrayBuffer()
      return replicas.map(({ requests }, at) => requests.length - before[at]!)
    }

    test.each(['POST', 'GET'])(
      'the body of a %s that comes byte by byte ends in one 408, at one replica, which is not left out',
      async (method) => {
        const socket = openClient(method)
        const sending = setInterval(() => socket.write('x'), 20)

        let heard = ''
        for await (const bytes of socket) if ((heard += bytes).includes('request_timed_out')) break
        clearInterval(sending)

        expect(heard).toMatch(/^HTTP\/1\.1 408 /)
        expect(JSON.parse(heard.slice(heard.indexOf('{'), heard.lastIndexOf('}') + 1))).toMatchObject({
          case_id: 'mine',
          detail: [{ type: 'request_timed_out' }],
        })
        expect(replicas.flatMap(({ requests }) => requests)).toHaveLength(1)
        expect(await shares()).toEqual([5, 5])
      },
    )

    test('a body that the client breaks off ends at its replica, which is not left out', async () => {
      const socket = openClient('POST')
      const request = await Promise.race(replicas.map(({ arrived }) => arrived))

      socket.destroy()
      await new Promise((closed) => request.once('close', closed))

      expect(replicas.flatMap(({ requests }) => requests)).toHaveLength(1)
      expect(await shares()).toEqual([5, 5])
    })
  })
}
