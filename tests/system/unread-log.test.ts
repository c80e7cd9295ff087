import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { folderWithDatabase } from '../support/embedded-process.ts'

const main = fileURLToPath(new URL('../../embedded/src/main.ts', import.meta.url))
/** Enough lines to fill a pipe several times. */
const REQUESTS = 6_000
const AT_ONCE = 30

test('a system whose log nobody reads answers every request, handles tasks, and stops at SIGTERM', async () => {
  const folder = await folderWithDatabase()
  const { PATH = '' } = process.env
  const system = spawn(process.execPath, [main], {
    env: { PATH, HOST: '127.0.0.1', PORT: '0', W2MEET_DATA_DIR: folder.path },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    system.kill('SIGKILL')
    await folder.remove()
  })
  const api = createApi(await readyUrl(system.stdout))
  system.stdout.pause()

  const statuses = new Set<number>()
  const ask = async () => {
    for (let n = 0; n < REQUESTS / AT_ONCE; n++) statuses.add((await api.get('/api/users/nobody@example.com')).status)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, ask))
  const task = await api.post('/api/tasks', { userId1: 'ada@example.com', userId2: 'bob@example.com' })
  system.kill('SIGTERM')

  expect([...statuses]).toEqual([404])
  expect(task.status).toBe(202)
  expect(await once(system, 'exit')).toEqual([0, null])
})

async function readyUrl(stdout: NodeJS.ReadableStream): Promise<string> {
  let said = ''
  for (;;) {
    said += String((await once(stdout, 'data'))[0])
    const [, url] = /ready at (http:[^\s"]+)/.exec(said) ?? []
    if (url !== undefined) return url
  }
}
