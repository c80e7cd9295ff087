import { afterEach, describe, expect, test } from 'vitest'
import type { OpenUserService } from '../support/open-user-service.ts'

export function describeHealth(name: string, open: () => Promise<OpenUserService>): void {
  describe(name, () => {
    let service: OpenUserService
    afterEach(() => service.close())

    test('health says which dependency is gone, reads of cached people go on, and others get 503', async () => {
      service = await open()
      const payload = { email: 'ada@example.com', availabilities: { monday: [9] } }
      await service.app.inject({ method: 'POST', url: '/users', payload })
      await service.app.inject('/users/ada@example.com')
      const well = await service.app.inject('/health')

      await service.loseDatabase()
      const unwell = await service.app.inject('/health')

      expect(well.statusCode).toBe(200)
      expect(well.json()).toMatchObject({
        service: 'user-service',
        status: 'healthy',
        dependencies: { redis: { status: 'healthy', response_time_ms: expect.any(Number) }, postgresql: { status: 'healthy' } },
      })
      expect(unwell.statusCode).toBe(503)
      expect(unwell.json()).toMatchObject({
        status: 'unhealthy',
        dependencies: { redis: { status: 'healthy' }, postgresql: { status: 'unhealthy' } },
      })
      expect((await service.app.inject('/users/ada@example.com')).statusCode).toBe(200)
      expect((await service.app.inject('/users/bob@example.com')).statusCode).toBe(503)
      expect((await service.app.inject({ method: 'POST', url: '/users', payload })).json().detail[0].type).toBe(
        'service_unavailable',
      )
    })
  })
}
