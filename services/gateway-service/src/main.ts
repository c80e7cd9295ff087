import { hostsOf, runService, systemClock, urlsOf } from '@w2meet/service-kit'
import { createGateway, openHttpUpstream } from './app.ts'
import { readConfig } from './config.ts'

await runService(
  'gateway-service',
  () => readConfig(process.env),
  async (config, { log, opened }) => {
    const replicas = (backends: string) => urlsOf(backends).map((url) => opened(openHttpUpstream(url)))
    const upstreams = {
      'user-service': replicas(config.USER_BACKENDS),
      'availability-service': replicas(config.AVAILABILITY_BACKENDS),
      'suggestion-service': replicas(config.SUGGESTION_BACKENDS),
      'worker-service': replicas(config.WORKER_BACKENDS),
    }
    const names = { publicUrl: config.PUBLIC_URL, allowedHosts: hostsOf(config.ALLOWED_HOSTS) }
    return createGateway({ upstreams, names, clock: systemClock, log })
  },
)
