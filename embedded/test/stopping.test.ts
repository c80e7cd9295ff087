import { join } from 'node:path'
import { openSmtp } from '@w2meet/test-servers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSilentSmtp } from '../../services/worker-service/test/support/silent-smtp.ts'
import { createApi } from '../../tests/support/api.ts'
import { folderWithDatabase, startEmbedded } from '../../tests/support/embedded-process.ts'

let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())
const opened = <T extends { close(): unknown }>(thing: T): T => stack.adopt(thing, async () => void (await thing.close()))

test('with mails in hand and a mail server that says nothing it stops within ten seconds, and the next start sends each once', async () => {
  const folder = await folderWithDatabase()
  stack.defer(folder.remove)
  const settings = { W2MEET_DATA_DIR: join(folder.path), MAIL_FROM: 'w2meet@example.com' }
  const silent = opened(await openSilentSmtp())
  const first = startEmbedded({ ...settings, SMTP_URL: silent.url })
  const api = createApi(await first.ready())
  const meeting = { organizer: 'ada@example.com', attendees: ['bob@example.com'], title: 'Plans', start: '2031-03-03T09:00:00Z' }
  await api.post('/api/meetings', { ...meeting, duration_minutes: 60 })
  await expect.poll(silent.waiting, { timeout: 10_000 }).toBe(2)

  const startMs = performance.now()
  first.kill('SIGTERM')
  const code = await first.ended
  const stoppedAfterMs = performance.now() - startMs
  const smtp = opened(await openSmtp())
  const second = startEmbedded({ ...settings, SMTP_URL: smtp.url })
  await second.ready()

  await expect
    .poll(() => smtp.mails.flatMap(({ to }) => to).toSorted(), { timeout: 20_000 })
    .toEqual(['ada@example.com', 'bob@example.com'])
  expect(code).toBe(0)
  expect(stoppedAfterMs).toBeLessThan(10_000)
  second.kill('SIGTERM')
  expect(await second.ended).toBe(0)
  expect(smtp.mails).toHaveLength(2)
})
