import { createLog, type HttpApp } from '@w2meet/service-kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFrontDesk } from '../src/front-desk.ts'

let app: HttpApp
beforeAll(async () => {
  app = await createFrontDesk({ log: createLog('silent', { write() {} }) })
})
afterAll(() => app.close())

test('the gateway says ok of itself, as text', async () => {
  const answer = await app.inject('/health')

  expect(answer.body).toBe('ok')
  expect(answer.headers['content-type']).toMatch('text/plain')
})

test('the API of all services is one OpenAPI 3.1 document, by the paths that clients use', async () => {
  const document = (await app.inject('/openapi.json')).json()

  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths).sort()).toEqual([
    '/api/availability/availabilities',
    '/api/availability/common_availabilities',
    '/api/suggestions',
    '/api/tasks',
    '/api/user-avail/cache-aside',
    '/api/user-avail/cache_aside',
    '/api/user-avail/cache_aside/{email}',
    '/api/users',
    '/api/users/{email}',
    '/availability/health',
    '/suggestion/health',
    '/user/health',
    '/worker/health',
  ])
  const operations = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((path) => Object.values(path))
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  expect(document.paths['/api/users'].post.requestBody.content['application/json'].schema.properties.email).toMatchObject({
    maxLength: 254,
  })
  expect(document.paths['/api/users'].post.responses).toHaveProperty('409')
})

test('the API can be browsed without anything from elsewhere', async () => {
  const page = await app.inject('/docs/')
  const script = await app.inject('/docs/static/swagger-ui-bundle.js')

  expect(page.statusCode).toBe(200)
  expect(page.body).not.toMatch(/(?:src|href)="https?:/)
  expect(script.statusCode).toBe(200)
})

test('a wrong method is 405 and says which are possible', async () => {
  const answer = await app.inject({ method: 'DELETE', url: '/health' })

  expect(answer.statusCode).toBe(405)
  expect(answer.headers.allow).toBe('GET, HEAD')
})
