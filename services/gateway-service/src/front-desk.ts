import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { createHttpApp, type HttpApp, type Log } from '@w2meet/service-kit'
import { describeApi } from './openapi.ts'

/** What the gateway answers itself: its health, the documentation, the page. */
export async function createFrontDesk({ log }: { log: Log }): Promise<HttpApp> {
  const app = createHttpApp({ service: 'gateway-service', log })
  const document = await describeApi()

  app.get('/health', (_, reply) => reply.type('text/plain').send('ok'))
  app.get('/openapi.json', () => document)
  app.get('/', (_, reply) => reply.type('text/html; charset=utf-8').send(page))
  await app.register(swagger, { mode: 'static', specification: { document } })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { tryItOutEnabled: true },
    theme: { title: 'w2meet API', css: [{ filename: 'w2meet.css', content: '.swagger-ui .topbar { display: none }' }] },
  })
  await app.ready()
  return app
}

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>w2meet</title>
<style>body { font: 1.1rem/1.6 system-ui; max-width: 40rem; margin: 10vh auto; padding: 0 1rem; color-scheme: light dark }</style>
<h1>w2meet</h1>
<p>w2meet runs here. Programs talk to it by its <a href="/docs">API</a>
(<a href="/openapi.json">OpenAPI 3.1</a>); whether all is well is told by <a href="/suggestion/health">its health</a>.</p>
</html>
`
