import type { ServiceName } from '@w2meet/contract'
import { createLog, openHttpServer, systemClock } from '@w2meet/service-kit'
import { createGateway, openHttpUpstream, type Upstream } from '../src/app.ts'
import { describeGateway } from './gateway-contract.ts'

describeGateway('the gateway of the embedded system, over HTTP', async (replicas) => {
  const upstreams = Object.fromEntries(
    Object.entries(replicas).map(([service, urls]) => [service, urls.map((url) => openHttpUpstream(url, { timeoutMs: 2_000 }))]),
  ) as Record<ServiceName, Upstream[]>
  const gateway = await createGateway({ upstreams, clock: systemClock, log: createLog('silent', { write() {} }) })
  const server = await openHttpServer(gateway.handle, { host: '127.0.0.1', port: 0, drainMs: 100 })
  return {
    url: server.url,
    async close() {
      await server.close()
      await gateway.close()
    },
  }
})
