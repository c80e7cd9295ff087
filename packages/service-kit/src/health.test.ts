import { getHealth, type Health } from '@w2meet/contract'
import { ZONES_EDITION } from '@w2meet/scheduling'
import { describe, expect, test, vi } from 'vitest'
import { asksHealth, createHealthHandler, type HealthCheck, pings } from './health.ts'
import { createHttpApp, type HttpApp } from './http-app.ts'
import { createInProcessClient } from './in-process-client.ts'
import { createLog } from './log.ts'
import { serve } from './serve.ts'

const healthy: HealthCheck = pings(async () => 'pong')
const unhealthy: HealthCheck = pings(() => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7')))
const frozen: HealthCheck = () => new Promise(() => {})

function appWith(service: string, checks: Record<string, HealthCheck>, timeoutMs = 5_000): HttpApp {
  const app = createHttpApp({ service, log: createLog('silent', { write() {} }) })
  serve(app, getHealth, createHealthHandler(service, checks, { timeoutMs }))
  return app
}

async function healthOf(app: HttpApp): Promise<{ status: number; body: Health; text: string }> {
  const answer = await app.inject({ url: '/health', headers: { 'case-id': 'case-1' } })
  return { status: answer.statusCode, body: answer.json(), text: answer.body }
}

/** A dependency that is another service, asked as over HTTP. */
function asking(app: HttpApp): HealthCheck {
  return asksHealth(createInProcessClient('inner', [app], { nowMs: () => 0 }, { timeoutMs: 5_000 }))
}

const aWhileMs = expect.any(Number)

describe('a service', () => {
  test('without dependencies is healthy, and says which edition of the zone table it uses', async () => {
    const app = appWith('user-service', {})

    const { status, body } = await healthOf(app)

    expect(status).toBe(200)
    expect(body).toEqual({
      case_id: 'case-1',
      service: 'user-service',
      status: 'healthy',
      dependencies: {},
      time_zones: ZONES_EDITION,
    })
  })

  test('whose dependencies are all well is healthy', async () => {
    const app = appWith('user-service', { redis: healthy, postgresql: healthy })

    const { status, body } = await healthOf(app)

    expect(status).toBe(200)
    expect(body.dependencies).toEqual({
      redis: { status: 'healthy', response_time_ms: aWhileMs },
      postgresql: { status: 'healthy', response_time_ms: aWhileMs },
    })
  })

  test('with one dependency that is not well is unhealthy, answers 503, and shows which', async () => {
    const app = appWith('user-service', { redis: unhealthy, postgresql: healthy })

    const { status, body } = await healthOf(app)

    expect(status).toBe(503)
    expect(body).toMatchObject({
      status: 'unhealthy',
      dependencies: { redis: { status: 'unhealthy' }, postgresql: { status: 'healthy' } },
    })
  })

  test('does not tell what its dependency said', async () => {
    const app = appWith('user-service', { redis: unhealthy })

    const { text } = await healthOf(app)

    expect(text).not.toContain('10.0.0.7')
  })
})

describe('checks', () => {
  test('run all at once', async () => {
    const both = Promise.withResolvers<void>()
    let running = 0
    const meeting = pings(() => {
      if (++running === 2) both.resolve()
      return both.promise
    })
    const app = appWith('user-service', { redis: meeting, postgresql: meeting })

    const { status } = await healthOf(app)

    expect(status).toBe(200)
  })

  test('that do not answer in time are unhealthy, and the others are shown as they are', async () => {
    const app = appWith('user-service', { redis: frozen, postgresql: healthy }, 20)

    const { status, body } = await healthOf(app)

    expect(status).toBe(503)
    expect(body.dependencies).toMatchObject({ redis: { status: 'unhealthy' }, postgresql: { status: 'healthy' } })
    expect(body.dependencies.redis!.response_time_ms).toBeGreaterThanOrEqual(19)
  })

  test('are made with the Case-Id of the request', async () => {
    const check = vi.fn<HealthCheck>(async () => ({ status: 'healthy' }))
    const app = appWith('user-service', { redis: check })

    await healthOf(app)

    expect(check).toHaveBeenCalledExactlyOnceWith('case-1')
  })
})

describe('a dependency that is a service', () => {
  test('shows its own dependencies inside, and they theirs', async () => {
    const user = appWith('user-service', { postgresql: healthy })
    const availability = appWith('availability-service', { 'user-service': asking(user) })
    const suggestion = appWith('suggestion-service', { 'availability-service': asking(availability) })

    const { status, body } = await healthOf(suggestion)

    expect(status).toBe(200)
    expect(body.dependencies).toMatchObject({
      'availability-service': {
        status: 'healthy',
        dependencies: { 'user-service': { status: 'healthy', dependencies: { postgresql: { status: 'healthy' } } } },
      },
    })
  })

  test('that is unhealthy makes its caller unhealthy, and shows the reason inside', async () => {
    const user = appWith('user-service', { postgresql: unhealthy, redis: healthy })
    const availability = appWith('availability-service', { 'user-service': asking(user) })

    const { status, body } = await healthOf(availability)

    expect(status).toBe(503)
    expect(body.dependencies['user-service']).toMatchObject({
      status: 'unhealthy',
      dependencies: { postgresql: { status: 'unhealthy' }, redis: { status: 'healthy' } },
    })
  })

  test('is asked with the Case-Id of the request, so that both log it', async () => {
    const check = vi.fn<HealthCheck>(async () => ({ status: 'healthy' }))
    const user = appWith('user-service', { postgresql: check })
    const availability = appWith('availability-service', { 'user-service': asking(user) })

    await healthOf(availability)

    expect(check).toHaveBeenCalledExactlyOnceWith('case-1')
  })

  test('that answers something else is unhealthy', async () => {
    const stranger = createHttpApp({ service: 'stranger', log: createLog('silent', { write() {} }) })
    stranger.get('/health', () => 'fine')
    const app = appWith('availability-service', { 'user-service': asking(stranger) })

    const { status, body } = await healthOf(app)

    expect(status).toBe(503)
    expect(body.dependencies).toMatchObject({ 'user-service': { status: 'unhealthy' } })
  })
})
