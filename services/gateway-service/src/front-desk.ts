import { createHttpApp, type HttpApp, type Log } from '@w2meet/service-kit'
import { serveSite } from './serve-site.ts'
import { createSite } from './site.ts'

/** What the gateway answers itself: its health, and its own pages. */
export async function createFrontDesk({ log }: { log: Log }): Promise<HttpApp> {
  const app = createHttpApp({ service: 'gateway-service', log })
  app.get('/health', (_, reply) => reply.type('text/plain').send('ok'))
  serveSite(app, await createSite())
  await app.ready()
  return app
}
