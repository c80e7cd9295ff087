import { createLog, openHttpServer, systemClock } from '@w2meet/service-kit'
import { createGateway, openHttpUpstream, type Upstream } from '../src/app.ts'
import { NAMES, type OpenGateway } from './gateway-set-up.ts'

/** gateway-service in this process, before replicas, given by their base URLs. */
export const openGateway: OpenGateway = async (replicas, { timeoutMs, names = NAMES }) => {
  await using opening = new AsyncDisposableStack()
  const open = (url: string): Upstream => opening.adopt(openHttpUpstream(url), (upstream) => upstream.close())
  const upstreams = {
    'user-service': replicas['user-service'].map(open),
    'availability-service': replicas['availability-service'].map(open),
    'suggestion-service': replicas['suggestion-service'].map(open),
    'worker-service': replicas['worker-service'].map(open),
  }
  const gateway = await createGateway({
    upstreams,
    names,
    timeoutMs,
    clock: systemClock,
    log: createLog('silent', { write() {} }),
  })
  opening.defer(() => gateway.close())
  const server = await openHttpServer(gateway.routing, { host: '127.0.0.1', port: 0, drainMs: 100 })
  opening.defer(() => server.close())
  const opened = opening.move()
  return { url: server.url, close: () => opened.disposeAsync() }
}
