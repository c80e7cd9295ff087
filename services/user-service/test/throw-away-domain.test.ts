import { cp, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { JOB_KINDS } from '@w2meet/contract'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { createDatabase, createOutbox, exportPerson, migrate, migrationsOf } from '@w2meet/postgres'
import { type Callers, createInProcessClient, systemClock } from '@w2meet/service-kit'
import { openTemporaryFolder, type TemporaryFolder } from '@w2meet/test-servers'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type * as App from '../src/app.ts'
import { silent } from './support/open-user-service.ts'
import { openOverEmbedded } from './support/over-embedded.ts'
import { listBookmarks } from './throw-away/bookmarks/operations.ts'

/** What "How to add a domain" in CONTRIBUTING.md says: a folder, and a line where the service is put together. */
const LINE = '    createBookmarksDomain({ database, outbox, clock }),\n'
const IMPORT = "import { createBookmarksDomain } from './bookmarks/domain.ts'\n"

const repository = fileURLToPath(new URL('../../../', import.meta.url))
let folder: TemporaryFolder
let app: typeof App
let database: ReturnType<typeof createDatabase>
let close: () => Promise<void>
let service: App.UserService
let statements = 0

beforeAll(async () => {
  folder = await openTemporaryFolder('throw-away')
  const copy = join(folder.path, 'services/user-service')
  await cp(join(repository, 'services/user-service'), copy, { recursive: true, filter: (path) => !path.includes('/test') })
  await cp(fileURLToPath(new URL('./throw-away/bookmarks', import.meta.url)), join(copy, 'src/bookmarks'), { recursive: true })
  await symlink(join(repository, 'node_modules'), join(folder.path, 'node_modules'))
  await writeFile(join(folder.path, 'package.json'), '{"type":"module"}')
  const file = join(copy, 'src/app.ts')
  const lines = (await readFile(file, 'utf8')).replace(/\n( +createErasureDomain\(.*\),\n)/, `\n$1${LINE}`)
  expect(lines).toContain(LINE)
  await writeFile(file, IMPORT + lines)
  app = await import(pathToFileURL(file).href)

  const before = await openOverEmbedded()
  close = before.close
  const { pool } = before.database
  const query = pool.query.bind(pool)
  database = createDatabase(pool)
  // Over a database that the service without the domain has made and used.
  await before.app.inject({ method: 'POST', url: '/users', payload: { email: 'ada@example.com', availabilities: {} } })
  const cache = app.createMemoryCache({ ttlMs: 60_000 })
  service = app.createUserService({ database, cache, reminderMinutes: [], callers, clock: systemClock, log: silent })
  await migrate(database, { migrations: migrationsOf(service.domains) })
  Object.assign(pool, { query })
  countStatements()
})
afterAll(async () => {
  await service.close()
  await close()
  await folder.close()
})

/** Names the caller as no real system would: by a header that it believes. */
const callers: Callers = {
  mode: 'protected',
  callerOf: ({ 'x-person': email }) => (typeof email === 'string' ? { kind: 'person', email } : { kind: 'anybody' }),
}

function countStatements(): void {
  const execute = database.queries.getExecutor().executeQuery
  Object.assign(database.queries.getExecutor(), {
    executeQuery(...given: unknown[]) {
      statements++
      return (execute as (...given: unknown[]) => unknown).apply(this, given)
    },
  })
}

const ask = (method: 'GET' | 'POST' | 'DELETE', url: string, person?: string, payload?: object) =>
  service.inject({ method, url, headers: person === undefined ? {} : { 'x-person': person }, ...(payload && { payload }) })
const keep = (person: string, url: string, is_open: boolean) =>
  ask('POST', `/users/${person}/bookmarks`, person, { url, is_open })

test('its operation is served, validated and closed to callers whom its access excludes', async () => {
  const kept = await keep('kim@example.com', 'https://example.com/kept', true)
  const wrong = await ask('POST', '/users/kim@example.com/bookmarks', 'kim@example.com', { url: 1, is_open: true })
  const unknown = await ask('GET', '/users/kim@example.com/bookmarks')

  expect(kept.statusCode).toBe(201)
  expect([wrong.statusCode, wrong.json().detail[0].loc]).toEqual([400, ['body', 'url']])
  expect([unknown.statusCode, unknown.json().detail[0].type]).toEqual([401, 'caller_unknown'])
})

test('two callers of different rights who share a batch each get only theirs', async () => {
  await keep('mia@example.com', 'https://example.com/open', true)
  await keep('mia@example.com', 'https://example.com/hidden', false)
  statements = 0

  const [own, others] = await Promise.all([
    ask('GET', '/users/mia@example.com/bookmarks', 'mia@example.com'),
    ask('GET', '/users/mia@example.com/bookmarks', 'noa@example.com'),
  ])

  expect(statements).toBe(1)
  expect(own.json()).toEqual({ urls: ['https://example.com/open', 'https://example.com/hidden'] })
  expect(others.json()).toEqual({ urls: ['https://example.com/open'] })
})

test('a call in the same process passes the same check, as a service', async () => {
  const client = createInProcessClient('user-service', [service], systemClock, { timeoutMs: 4_000 })
  await keep('lea@example.com', 'https://example.com/hidden', false)

  const answer = await client.call(listBookmarks, { params: { email: 'lea@example.com' } }, { caseIds: ['case-1'] })

  // A service is let in, and is no owner of anybody's bookmarks.
  expect(answer).toEqual({ urls: [] })
  const checked = service.served.get('listBookmarks')!
  const asAnybody = { caseId: 'case-1', caseIds: ['case-1'], caller: { kind: 'anybody' } } as const
  const reply = { code() {}, header() {} }
  await expect(checked({ params: { email: 'lea@example.com' } } as never, asAnybody, reply)).rejects.toMatchObject({
    status: 401,
  })
})

test('its job commits with the row, goes through a queue of its own kind, and is settled', async () => {
  const kinds = { ...JOB_KINDS, bookmark: { hands: 1 } }
  const queues = openEmbeddedJobQueues({ name: 'meeting_jobs', file: join(folder.path, 'jobs.sqlite'), kinds })
  const outbox = createOutbox(database)
  const done = Promise.withResolvers<string>()
  queues.queueOf('bookmark').consume(
    async ({ body }) => {
      const { reference } = body as { reference: string }
      await outbox.settle(database.queries, 'bookmark', [reference])
      done.resolve(reference)
    },
    () => {},
  )
  await database.queries.deleteFrom('outbox').execute()
  await keep('ann@example.com', 'https://example.com/job', true)
  const relay = await app.openOutboxRelay({
    database,
    publish: async (kind, job) => queues.queueOf(kind as 'bookmark').publish(job),
    listen: () => {},
    clock: systemClock,
    log: silent,
  })
  onTestFinished(async () => {
    await relay.close()
    await queues.close()
  })

  const reference = await done.promise

  const ofAnn = await database.queries.selectFrom('bookmarks').select('id').where('owner', '=', 'ann@example.com').execute()
  expect(ofAnn).toEqual([{ id: reference }])
  expect(await database.queries.selectFrom('outbox').selectAll().execute()).toEqual([])
})

test('it hands over what it keeps about a person, and erases it', async () => {
  await ask('POST', '/users', 'zoe@example.com', { email: 'zoe@example.com', availabilities: {} })
  await keep('zoe@example.com', 'https://example.com/mine', false)

  const exported = await exportPerson(service.domains, 'zoe@example.com')
  const erased = await ask('DELETE', '/users/zoe@example.com', 'zoe@example.com')

  expect(exported).toMatchObject({
    people: { person: { email: 'zoe@example.com' } },
    bookmarks: { bookmarks: [{ url: 'https://example.com/mine', is_open: false }] },
  })
  expect(erased.statusCode).toBe(204)
  expect(await database.queries.selectFrom('bookmarks').selectAll().where('owner', '=', 'zoe@example.com').execute()).toEqual([])
})

test('somebody who has nothing but what it keeps can be erased, too', async () => {
  await keep('eva@example.com', 'https://example.com/only', true)

  expect((await ask('DELETE', '/users/eva@example.com', 'eva@example.com')).statusCode).toBe(204)
  expect((await ask('DELETE', '/users/eva@example.com', 'eva@example.com')).statusCode).toBe(404)
})
