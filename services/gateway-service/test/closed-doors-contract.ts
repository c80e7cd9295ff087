import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { outsideOperations, type ServiceName, services } from '@w2meet/contract'
import { createRandom } from '@w2meet/scheduling'
import { createHttpApp, createLog, type HttpApp, serve } from '@w2meet/service-kit'
import { describe, expect, onTestFinished, test } from 'vitest'
import { entrances } from '../src/route-table.ts'
import { allOperations, internalOperations, type RawRequest, rawRequest } from './raw-targets.ts'

/** A gateway of some kind before one app for each service. */
export type OpenBefore = (apps: Record<ServiceName, HttpApp>) => Promise<{ url: string; close(): Promise<void> }>

const AT_ONCE = 24
const SEED = 20_261_126

/**
 * What every gateway must keep shut, whatever program it is. The apps serve every operation of the contract by the router
 * that the services have, and note which they took a request for.
 */
export function describeClosedDoors(name: string, open: OpenBefore, { targets }: { targets: number }): void {
  describe(`${name}, its closed doors`, () => {
    test(`of ${targets} raw targets none reaches what the contract does not declare`, {
      timeout: 120_000,
    }, async () => {
      const reached: string[] = []
      const gateway = await open(appsThatNote(reached))
      onTestFinished(() => gateway.close())
      const random = createRandom(SEED)
      const requests = Array.from({ length: targets }, () => rawRequest(random))

      const statuses = new Map<number, number>()
      const askAll = async () => {
        for (let request = requests.pop(); request !== undefined; request = requests.pop()) {
          const status = await statusOf(new URL(gateway.url), request)
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, askAll))

      expect(reached.filter((one) => !DECLARED.has(one))).toEqual([])
      // The grammar is no use where it only makes nonsense, nor is a gateway that fails.
      expect(reached.length).toBeGreaterThan(targets / 100)
      expect([...statuses.keys()].filter((status) => status >= 500 || status === 0)).toEqual([])
      expect([...statuses.keys()].toSorted()).toEqual(expect.arrayContaining([200, 400, 404, 405, 421]))
    })

    test('every operation that the contract declares is reached, and no other by any method', async () => {
      const reached: string[] = []
      const gateway = await open(appsThatNote(reached))
      onTestFinished(() => gateway.close())
      const prefixes = [...entrances.map(({ outside, inside }) => ({ outside, inside })), { outside: '', inside: '' }]
      const paths = [...allOperations.map(({ path }) => path.replace(/:\w+/g, '1')), '/livez', '/readyz']

      for (const { outside, inside } of prefixes) {
        for (const path of paths.filter((one) => one.startsWith(inside))) {
          for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']) {
            await statusOf(new URL(gateway.url), { method, target: outside + path.slice(inside.length) })
          }
        }
      }

      expect([...new Set(reached)].toSorted()).toEqual([...DECLARED].toSorted())
    })
  })
}

const DECLARED = new Set(
  (Object.keys(services) as ServiceName[]).flatMap((service) =>
    outsideOperations(service).flatMap(({ method, path }) =>
      (method === 'GET' ? ['GET', 'HEAD'] : [method]).map((one) => `${service} ${one} ${path}`),
    ),
  ),
)

function appsThatNote(reached: string[]): Record<ServiceName, HttpApp> {
  const apps = (Object.keys(services) as ServiceName[]).map((service) => {
    const app = createHttpApp({ service, log: createLog('silent', { write() {} }) })
    app.addHook('onRequest', (request, reply) => {
      reached.push(`${service} ${request.method} ${request.routeOptions.url}`)
      reply.type('application/json').send('{}')
    })
    for (const operation of [...outsideOperations(service), ...internalOperations]) serve(app, operation, async () => ({}))
    return [service, app] as const
  })
  return Object.fromEntries(apps) as Record<ServiceName, HttpApp>
}

/** 0 where the gateway hangs up without an answer. */
async function statusOf({ hostname, port }: URL, { method, target }: RawRequest): Promise<number> {
  const socket = connect(Number(port), hostname)
  socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${method} ${target}`)))
  const body = method === 'GET' || method === 'HEAD' ? '' : '{}'
  const headers = `Host: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`
  socket.write(`${method} ${target} HTTP/1.1\r\n${headers}\r\n${body}`, 'latin1')
  const answer = await text(socket)
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}
