import { createHttpApp, type HttpHandler, type Log } from '@w2meet/service-kit'
import { serveSite } from './serve-site.ts'
import { createSite } from './site.ts'

export type FrontDesk = {
  /** Whether the front desk answers at this path, as the client sent it and without its query. */
  hasPage(path: string): boolean
  routing: HttpHandler
  close(): Promise<void>
}

/** Answers the gateway's own paths: its health, which is 503 once it is closing, and its pages. */
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
