import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readdir } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { openTemporaryFolder } from '../src/index.ts'

const program = fileURLToPath(new URL('open-servers.ts', import.meta.url))

test.each(['SIGKILL', 'SIGINT'] as const)(
  'a test process that ends by %s leaves no server behind, not even a frozen one',
  async (signal) => {
    await using stack = new AsyncDisposableStack()
    const folder = stack.adopt(await openTemporaryFolder('left-behind'), ({ close }) => close())
    await chmod(folder.path, 0o711)
    const environment = { ...process.env, TMPDIR: folder.path }
    const tests = spawn(process.execPath, [program], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
    const exited = once(tests, 'exit')
    const pids = await firstLine(tests.stdout)

    tests.kill(signal)
    await exited

    await vi.waitFor(async () => {
      expect(pids.filter(isAlive)).toEqual([])
      expect(await readdir(folder.path)).toEqual([])
    }, 10_000)
  },
)

async function firstLine(stream: NodeJS.ReadableStream): Promise<number[]> {
  for await (const line of createInterface({ input: stream })) return JSON.parse(line)
  return expect.fail('it ended before its servers were open')
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
