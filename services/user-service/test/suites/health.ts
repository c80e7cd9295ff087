import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import type { OpenUserService } from '../support/open-user-service.ts'

/** What health says as soon as it is not well; that may take five seconds. */
async function unwellIn({ app }: OpenUserService) {
  const look = () => app.inject('/health')
  await expect.poll(async () => (await look()).statusCode, { timeout: 5_000 }).toBe(503)
  return look()
}

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
      const unwell = await unwellIn(service)

      expect(well.statusCode).toBe(200)
      expect(well.json()).toMatchObject({
        service: 'user-service',
        status: 'healthy',
        dependencies: { redis: { status: 'healthy', response_time_ms: expect.any(Number) }, postgresql: { status: 'healthy' } },
      })
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

    test('health is not well while a table is locked, and well again after that', async () => {
      service = await open()
      const { database, close } = service.openAnother()
      const isLocked = Promise.withResolvers<void>()
      const isEnough = Promise.withResolvers<void>()
      if (database === service.database) return close() // PGlite has one connection: nobody else can lock anything.
      const locking = database.changes.transaction().execute(async (transaction) => {
        await sql`lock table attendances in access exclusive mode`.execute(transaction)
        isLocked.resolve()
        await isEnough.promise
      })
      await isLocked.promise

      const unwell = await unwellIn(service)
      isEnough.resolve()
      await locking
      await close()

      expect(unwell.json().dependencies).toMatchObject({ redis: { status: 'healthy' }, postgresql: { status: 'unhealthy' } })
      await expect.poll(async () => (await service.app.inject('/health')).statusCode).toBe(200)
    })

    test('health is not well where the database only reads', async () => {
      service = await open()
      await sql`set default_transaction_read_only = on`.execute(service.database.changes)

      expect((await unwellIn(service)).json().dependencies.postgresql.status).toBe('unhealthy')
    })
  })
}
