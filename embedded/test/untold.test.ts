import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLog } from '@w2meet/service-kit'
import { openSmtp, openTemporaryFolder } from '@w2meet/test-servers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createApi } from '../../tests/support/api.ts'
import { openSystem } from '../src/system.ts'

const BOB = 'bob@example.com'
const program = fileURLToPath(new URL('../../operator/src/jobs.ts', import.meta.url))

let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())
const opened = <T extends { close(): unknown }>(thing: T): T => stack.adopt(thing, async () => void (await thing.close()))

/** The whole system before a mail server that takes nothing for Bob, and a meeting to which he is invited. */
async function inviteBob(refusal: string) {
  const smtp = opened(await openSmtp())
  smtp.decide({ recipient: (address) => (address === BOB ? refusal : undefined) })
  const dataFolder = join(opened(await openTemporaryFolder('untold')).path, 'data')
  const system = opened(
    await openSystem({
      host: '127.0.0.1',
      port: 0,
      dataFolder,
      cacheTtlMs: 60_000,
      queueName: 'meeting_jobs',
      reminderMinutes: [],
      retryDelaysMs: [5],
      mail: { url: smtp.url, from: 'w2meet@example.com' },
      publicUrl: 'http://localhost:8080',
      log: createLog('silent', { write() {} }),
      onProgress: () => {},
    }),
  )
  const api = createApi(system.url)
  const meeting = {
    organizer: 'ada@example.com',
    attendees: [BOB],
    title: 'Plans',
    start: '2031-03-03T09:00:00Z',
    duration_minutes: 60,
  }
  const { id } = (await api.post('/api/meetings', meeting)).body
  const told = async () => (await api.get(`/api/meetings/${id}`)).body.attendees[0].told
  const jobs = (...args: string[]) =>
    new Promise<string>((resolve) =>
      execFile(
        process.execPath,
        [program, ...args],
        { env: { ...process.env, W2MEET_DATA_DIR: dataFolder } },
        (_, output, errors) => resolve((output + errors).trim()),
      ),
    )
  const toBob = () =>
    smtp.mails.filter(({ to }) => to.includes(BOB)).map(({ content }) => /^Subject: (.*)\r$/m.exec(String(content))?.[1])
  await expect.poll(told, { timeout: 30_000 }).toBe(false)
  await expect.poll(() => jobs('list'), { timeout: 30_000 }).toContain('mail given up')
  return { smtp, api, id, told, jobs, toBob }
}

test.each([
  ['whose address is refused', '550 5.1.1 nobody of that name'],
  ['to whom relaying is denied', '554 5.7.1 relay access denied'],
])(
  'a meeting shows that a person %s was not told, health how many, and a retry sends once the server takes it',
  { timeout: 90_000 },
  async (_, refusal) => {
    const { smtp, api, id, told, jobs, toBob } = await inviteBob(refusal)
    const { headers } = await api.get(`/api/meetings/${id}`)
    const health = await api.get('/worker/health')
    smtp.decide({})

    const said = await jobs('retry', '--all')

    await expect.poll(told, { timeout: 30_000 }).toBe(true)
    expect(said).toBe('1 jobs are tried again; npm run jobs -- list shows those that fail again.')
    expect(toBob()).toEqual(['Invitation: Plans'])
    expect(health.body.dependencies.mail).toMatchObject({ undelivered: 1 })
    // Whoever has the meeting's tag of before gets it anew.
    expect((await api.get(`/api/meetings/${id}`)).headers.get('etag')).not.toBe(headers.get('etag'))
  },
)

test('a retry of an invitation says that it is not sent where a later mail about the meeting was, and why', {
  timeout: 90_000,
}, async () => {
  const { smtp, api, id, told, jobs, toBob } = await inviteBob('550 5.1.1 nobody of that name')
  smtp.decide({})
  await api.patch(`/api/meetings/${id}`, { title: 'Other plans' })
  await expect.poll(told, { timeout: 30_000 }).toBe(true)

  const said = await jobs('retry', '--all')

  expect(said.split('\n')).toEqual([
    '0 jobs are tried again; npm run jobs -- list shows those that fail again.',
    expect.stringMatching(/^Job \S+ is not tried again: its reader was sent a later mail about the meeting\.$/),
  ])
  expect(toBob()).toEqual(['Changed: Other plans'])
})
