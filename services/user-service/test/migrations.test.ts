import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../src/app.ts'
import { type OpenUserService, openUserService } from './support/open-user-service.ts'

let service: OpenUserService
beforeAll(async () => {
  service = await openUserService()
})
afterAll(() => service.close())

test('several that start at once on an empty database migrate it once', async () => {
  await service.database.queries.schema.dropTable('users').execute()
  await service.database.pool.query('drop sequence user_versions; drop table kysely_migration; drop table kysely_migration_lock')

  await Promise.all([migrate(service.database), migrate(service.database), migrate(service.database)])

  const { rows } = await service.database.pool.query<{ name: string }>('select name from kysely_migration')
  expect(rows.map(({ name }) => name)).toEqual(['0001-users'])
})

test('a database that is newer than the program is refused', async () => {
  await service.database.pool.query("insert into kysely_migration values ('9999-future', now())")

  await expect(migrate(service.database)).rejects.toThrow('9999-future')
})
