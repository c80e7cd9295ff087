import { migrate, migrationsOf } from '@w2meet/postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenUserService } from '../support/open-user-service.ts'

export function describeMigrations(name: string, open: () => Promise<OpenUserService>): void {
  describe(name, () => {
    let service: OpenUserService
    beforeAll(async () => {
      service = await open()
    })
    afterAll(() => service.close())

    test('several processes that start at once on an empty database migrate it once', async () => {
      await service.database.pool.query('drop schema public cascade; create schema public')
      const others = Array.from({ length: 5 }, () => service.openAnother())
      const migrations = migrationsOf(service.app.domains)

      await Promise.all(others.map(({ database }) => migrate(database, { migrations })))

      const { rows } = await service.database.pool.query<{ name: string }>('select name from kysely_migration order by name')
      expect(rows.map(({ name }) => name)).toEqual(Object.keys(migrations).toSorted())
      await Promise.all(others.map(({ close }) => close()))
    })

    test('a database that is newer than the program is refused', async () => {
      await service.database.pool.query("insert into kysely_migration values ('9999-future', now())")

      await expect(migrate(service.database, { migrations: migrationsOf(service.app.domains) })).rejects.toThrow('9999-future')
    })
  })
}
