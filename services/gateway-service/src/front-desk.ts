import { createHttpApp, type HttpHandler, type Log } from '@w2meet/service-kit'
import { serveSite } from './serve-site.ts'
import { createSite } from './site.ts'

export type FrontDesk = {
  /** Whether something is at this path, as it was sent and without its query. */
  hasPage(path: string): boolean
  routing: HttpHandler
  close(): Promise<void>
}

/** What the gateway answers itself: its health, 503 from the moment on that it is closing, and its own pages. */
export async function createFrontDesk({ log }: { log: Log }): Promise<FrontDesk> {
  const app = createHttpApp({ service: 'gateway-service', log })
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.get('/health', { config: { operation: 'health' } }, (_, reply) => {
    reply.code(closing ? 503 : 200).type('text/plain')
    return reply.send(closing ? 'stopping' : 'ok')
  })
  const pages = new Set(['/health', ...serveSite(app, await createSite())])
  await app.ready()
  return { hasPage: (path) => pages.has(path), routing: app.routing, close: () => app.close() }
}
