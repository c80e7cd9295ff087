import { Agent, request as ask } from 'node:http'
import { type HttpServer, openHttpServer } from '@w2meet/service-kit'
import { describe, expect, test } from 'vitest'
import { openBackend } from './backend.ts'
import { gatewaySetUp, type OpenGateway } from './gateway-set-up.ts'

/** A replica as services are, which answers after a moment, and can be stopped and started again at its address. */
async function openReplica() {
  const open = (port: number): Promise<HttpServer> =>
    openHttpServer(
      (request, response) => {
        request.resume().once('end', () => setTimeout(() => response.end('{}'), 3))
      },
      { host: '127.0.0.1', port },
    )
  let server = await open(0)
  const { url, port } = server
  return {
    url,
    requests: [],
    stop: () => server.close(),
    async start() {
      server = await open(port)
    },
    close: () => server.close(),
  }
}

/** What requests of every method meet while the two replicas of a service restart, one after the other. */
export function describeRestarts(name: string, open: OpenGateway, methods: readonly string[]): void {
  const setUp = gatewaySetUp(open)

  describe(`${name}, before replicas that restart one after the other`, () => {
    // Not always none: here the replicas share a thread with their clients, and are slow to accept connections, which the
    // kernel breaks off where they stop before that.
    test(`hardly any ${methods.join(', ')} fails; how many others do is noted`, async ({ annotate }) => {
      const replicas = [await openReplica(), await openReplica()]
      const { url } = await setUp({ 'user-service': replicas })
      const agent = new Agent({ keepAlive: true })
      const failed: Record<string, number> = {}
      let count = 0
      let over = false
      const load = async (method: string) => {
        while (!over) {
          const status = await statusOf(agent, `${url}${PATHS[method]}`, method)
          count++
          failed[method] = (failed[method] ?? 0) + (status === 200 ? 0 : 1)
        }
      }

      const loads = Object.keys(PATHS).flatMap((method) => [load(method), load(method), load(method)])
      const manyMore = (seen = count) => expect.poll(() => count - seen, { timeout: 20_000, interval: 5 }).toBeGreaterThan(200)
      for (const replica of [...replicas, ...replicas, ...replicas]) {
        await manyMore()
        await replica.stop()
        await manyMore()
        await replica.start()
      }
      over = true
      await Promise.all(loads)
      agent.destroy()

      await annotate(`of ${count} requests failed: ${JSON.stringify(failed)}`)
      const failedOfThese = methods.reduce((sum, method) => sum + failed[method]!, 0)
      expect(failedOfThese).toBeLessThan(count / 200)
    })

    test.each(methods)('a %s that one refuses is answered by the other', async (method) => {
      const gone = await openBackend()
      await gone.close()
      const { url } = await setUp({ 'user-service': [gone.url, await openBackend()] })

      const answers = await Promise.all([1, 2, 3, 4].map(() => statusOf(undefined, `${url}${PATHS[method]}`, method)))

      expect(answers).toEqual([200, 200, 200, 200])
    })
  })
}

const PATHS: Record<string, string> = {
  GET: '/api/users/a@x.org',
  POST: '/api/users',
  PATCH: '/api/meetings/7',
  PUT: '/api/users/a@x.org',
  DELETE: '/api/users/a@x.org',
}

function statusOf(agent: Agent | undefined, url: string, method: string): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const body = method === 'GET' || method === 'DELETE' ? '' : '{"name":"Ada"}'
  const headers = body === '' ? {} : { 'content-type': 'application/json', 'content-length': body.length }
  const asking = ask(url, { method, headers, ...(agent && { agent }) }, (answer) => {
    answer.resume().once('end', () => resolve(answer.statusCode ?? 0))
  })
  asking.once('error', () => resolve(0))
  asking.end(body)
  return promise
}
