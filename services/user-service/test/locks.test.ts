import { removalsOf } from '@w2meet/postgres'
import { openPostgresPool } from '@w2meet/postgres/servers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { meetingsApi } from './support/meetings-api.ts'
import { silent } from './support/open-user-service.ts'
import { openReplica, openServers, type Servers } from './support/over-servers.ts'

const OLGA = 'olga@example.com'

let servers: Servers
let service: Awaited<ReturnType<typeof openReplica>>
beforeAll(async () => {
  servers = await openServers()
  service = await openReplica(servers)
})
afterAll(async () => {
  await service.close()
  await servers.close()
})

test('while 40 bookings wait for one organizer strangers are read at once, and each booking is told what it waited for', async ({
  annotate,
}) => {
  const { book, register, list } = meetingsApi(() => service)
  await register('stranger@example.com')
  await using stack = new AsyncDisposableStack()
  const { pool } = stack.adopt(
    openPostgresPool({ url: servers.postgres.url, application: 'test', connections: 1, log: silent }),
    ({ close }) => close(),
  )
  const holder = stack.adopt(await pool.connect(), (client) => client.release(true))
  await holder.query('begin')
  await holder.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [OLGA])

  const bookings = Array.from({ length: 40 }, (_, index) =>
    book({ organizer: OLGA, attendees: [], start: new Date(Date.UTC(2031, 0, 1 + index)).toISOString() }),
  )
  let waiting = true
  const answered = Promise.all(bookings).finally(() => (waiting = false))
  const readsMs: number[] = []
  while (waiting) {
    const startMs = performance.now()
    // Not from the cache.
    expect((await list({ user: 'stranger@example.com' })).statusCode).toBe(200)
    readsMs.push(performance.now() - startMs)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const answers = await answered
  await holder.query('rollback')
  const after = await book({ organizer: OLGA, attendees: [], start: '2032-01-01T09:00:00Z' })

  await annotate(`${readsMs.length} reads, the slowest took ${Math.max(...readsMs).toFixed()} ms`)
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([503]))
  const types = answers.map((answer) => answer.json().detail[0].type)
  expect(new Set(types)).toEqual(new Set(['changed_by_others', 'too_many_at_once']))
  expect(readsMs.length).toBeGreaterThan(20)
  expect(readsMs.toSorted((one, other) => one - other)[Math.floor(readsMs.length / 2)]).toBeLessThan(100)
  expect(Math.max(...readsMs)).toBeLessThan(1_000)
  expect(after.statusCode).toBe(201)
})

test('the removal of old meetings waits for nobody: one that somebody holds stays until the next time', async () => {
  const { book } = meetingsApi(() => service)
  const bookings = [OLGA, 'stranger@example.com'].map((organizer) => book({ organizer, start: '2033-01-01T09:00:00Z' }))
  const [held, other] = (await Promise.all(bookings)).map((answer) => answer.json().id as string)
  const { meetings: removeOld } = removalsOf(service.app.domains)
  await using stack = new AsyncDisposableStack()
  const { pool } = stack.adopt(
    openPostgresPool({ url: servers.postgres.url, application: 'test', connections: 1, log: silent }),
    ({ close }) => close(),
  )
  const holder = stack.adopt(await pool.connect(), (client) => client.release(true))
  await holder.query('begin')
  await holder.query('select from meetings where id = $1 for update', [held])
  const left = async () => {
    const { rows } = await service.database.pool.query<{ id: string }>('select id from meetings')
    return rows.map(({ id }) => id)
  }

  await removeOld!(Date.parse('2041-01-01T00:00:00Z'))
  const meanwhile = await left()
  await holder.query('rollback')
  await removeOld!(Date.parse('2041-01-01T00:00:00Z'))

  expect(meanwhile).toContain(held)
  expect(meanwhile).not.toContain(other)
  expect(await left()).toEqual([])
})
