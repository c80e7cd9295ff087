import type { ServiceName } from '@w2meet/contract'
import { createLog, DEADLINES_MS, type HttpApp, openHttpServer, systemClock } from '@w2meet/service-kit'
import { createGateway, createInProcessUpstream } from '../src/app.ts'
import type { OpenBefore } from './closed-doors-contract.ts'
import { NAMES, type OpenGateway } from './gateway-set-up.ts'

const local = { host: '127.0.0.1', port: 0, drainMs: 100 }

/** The gateway in one process with the services. */
export async function openEmbeddedBefore(
  apps: Record<ServiceName, HttpApp>,
  { timeoutMs = DEADLINES_MS.gateway }: { timeoutMs?: number } = {},
): ReturnType<OpenBefore> {
  await Promise.all(Object.values(apps).map((app) => app.ready()))
  const upstreams = mapped(apps, (app) => [createInProcessUpstream(app)])
  const gateway = await createGateway({
    upstreams,
    names: NAMES,
    timeoutMs,
    clock: systemClock,
    log: createLog('silent', { write() {} }),
  })
  const server = await openHttpServer(gateway.routing, local)
  return {
    url: server.url,
    async close() {
      await server.close()
      await gateway.close()
    },
  }
}

/** A gateway of its own, before services that are reached over HTTP. */
export function openBefore(openGateway: OpenGateway): OpenBefore {
  return async (apps) => {
    await using opening = new AsyncDisposableStack()
    const urls: Partial<Record<ServiceName, string[]>> = {}
    for (const [service, app] of Object.entries(apps)) {
      await app.ready()
      urls[service as ServiceName] = [opening.adopt(await openHttpServer(app.routing, local), ({ close }) => close()).url]
    }
    const { url } = opening.adopt(
      await openGateway(urls as Record<ServiceName, string[]>, { timeoutMs: DEADLINES_MS.gateway }),
      ({ close }) => close(),
    )
    const opened = opening.move()
    return { url, close: () => opened.disposeAsync() }
  }
}

function mapped<A, B>(of: Record<ServiceName, A>, change: (value: A) => B): Record<ServiceName, B> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)])) as Record<ServiceName, B>
}
