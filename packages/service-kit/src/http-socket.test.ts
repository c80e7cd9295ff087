import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { openHttpSocket } from './http-socket.ts'
import { openHttpTransport } from './http-transport.ts'
import { openShortPath } from './short-path.ts'

let folder: string
let temporary: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'w2meet-socket-'))
  temporary = join(folder, 'tmp')
  await mkdir(temporary)
  const before = process.env.TMPDIR
  process.env.TMPDIR = temporary
  return async () => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    await rm(folder, { recursive: true })
  }
})

const opens = (path: string) => openHttpSocket((request, response) => void response.end(`{"asked":"${request.url}"}`), { path })

/** What whoever listens there answers to one request. */
async function ask(path: string): Promise<string> {
  const short = await openShortPath(path)
  const transport = openHttpTransport('user-service', ['http://localhost'], { nowMs: () => 0 }, { socketPath: short.path })
  const request = { method: 'GET', idempotent: true, target: '/users', headers: {}, timeoutMs: 5_000 } as const
  try {
    return (await transport.send(request)).body
  } finally {
    await transport.close()
    await short.close()
  }
}

test.each([
  ['a short path', 'a.sock'],
  ['a path of 104 bytes, one too many for some systems', undefined],
  ['a path of 400 bytes', join('x'.repeat(200), 'y'.repeat(200), 'a.sock')],
])('%s is listened on and called, for its owner alone, and closing leaves nothing', async (_, given) => {
  const path = join(folder, given ?? join('z'.repeat(104 - folder.length - '//a.sock'.length), 'a.sock'))
  await mkdir(join(path, '..'), { recursive: true })
  const umask = process.umask(0)
  onTestFinished(() => void process.umask(umask))

  const { close } = await opens(path)
  const [answer, { mode }] = [await ask(path), await stat(path)]
  await close()

  expect(answer).toBe('{"asked":"/users"}')
  expect((mode & 0o777).toString(8)).toBe('600')
  expect(await readdir(join(path, '..'))).not.toContain(path.split('/').at(-1))
  expect(await readdir(temporary)).toEqual([])
})

test('what a killed process left is replaced', async () => {
  const path = join(folder, 'a.sock')
  const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  spawnSync(process.execPath, ['-e', program])
  expect(await readdir(folder)).toContain('a.sock')

  const { close } = await opens(path)
  onTestFinished(close)

  expect(await ask(path)).toBe('{"asked":"/users"}')
})

test.runIf(process.getuid?.() === 0)('another user cannot connect, even where the folder is open', async () => {
  const path = join(folder, 'a.sock')
  await chmod(folder, 0o755)
  const { close } = await opens(path)
  onTestFinished(close)
  const asNobody = () =>
    new Promise((resolve) => {
      const args = ['-sS', '--unix-socket', path, 'http://localhost/users']
      execFile('curl', args, { uid: 65_534, gid: 65_534 }, (error, stdout) => resolve([error?.code ?? 0, stdout]))
    })

  const refused = await asNobody()
  await chmod(path, 0o666)
  const taken = await asNobody()

  expect(refused).toEqual([7, ''])
  expect(taken).toEqual([0, '{"asked":"/users"}'])
})

test('a path that cannot be listened on is one sentence, and leaves no link', async () => {
  const path = join(folder, 'x'.repeat(120), 'a.sock')
  await writeFile(join(folder, 'x'.repeat(120)), '')

  await expect(opens(path)).rejects.toThrow(/^Cannot listen on .*a\.sock: /)
  expect(await readdir(temporary)).toEqual([])
})

test('nobody who listens is a problem, as over any transport', async () => {
  const path = join(folder, 'a.sock')
  const server = createServer().listen(path)
  await once(server, 'listening')
  server.close()

  await expect(ask(path)).rejects.toMatchObject({ status: 503 })
})
