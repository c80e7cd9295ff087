import { expect, test } from 'vitest'
import { createSite } from '../src/site.ts'

test('the API of all services is one OpenAPI 3.1 document, by the paths that clients use', async () => {
  const document = JSON.parse((await createSite()).get('/openapi.json')!.content.toString())

  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths).sort()).toEqual([
    '/api/availability/availabilities',
    '/api/availability/common_availabilities',
    '/api/availability/heatmap',
    '/api/meetings',
    '/api/meetings/{id}',
    '/api/meetings/{id}.ics',
    '/api/meetings/{id}/replies',
    '/api/suggestions',
    '/api/tasks',
    '/api/user-avail/cache-aside',
    '/api/user-avail/cache_aside/{email}',
    '/api/users',
    '/api/users/{email}',
    '/api/users/{email}/calendar.ics',
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
