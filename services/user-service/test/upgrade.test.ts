import { text } from 'node:stream/consumers'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServers, type Servers } from './support/over-servers.ts'
import { NO_RABBITMQ, startProcess, startServing } from './support/start-process.ts'

let servers: Servers
beforeAll(async () => {
  servers = await openServers()
})
afterAll(() => servers.close())

/** What a later version would do to the database. */
async function migrateFurther(): Promise<void> {
  const client = new pg.Client(servers.postgres.url)
  await client.connect()
  await client.query(`alter table users add column added_later text not null default 'x';
    insert into kysely_migration values ('9999-added-later', now())`)
  await client.end()
}

test('when a newer version has migrated, a replica that runs goes on, and one that starts is refused with a sentence', async () => {
  const { url } = await startServing(servers)
  const write = (method: string, path: string, email: string) =>
    fetch(url + path, {
      method,
      body: JSON.stringify({ email, availabilities: { monday: [9] } }),
      headers: { 'content-type': 'application/json' },
    })
  await write('POST', '/users', 'before@example.com')

  await migrateFurther()
  const late = startProcess({ DATABASE_URL: servers.postgres.url, REDIS_URL: servers.redis.url, RABBITMQ_URL: NO_RABBITMQ })

  const [said, [code]] = await Promise.all([text(late.stderr!), late.exited])
  expect(said).toMatch(/^The database at .* cannot be used: .*9999-added-later/)
  expect(code).toBe(1)
  expect((await write('POST', '/users', 'after@example.com')).status).toBe(201)
  expect((await write('PUT', '/users/before@example.com', 'before@example.com')).status).toBe(200)
  expect((await fetch(`${url}/users/after@example.com`)).status).toBe(200)
})
