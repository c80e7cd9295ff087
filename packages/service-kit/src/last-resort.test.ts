import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

/** What a process prints, and how it ends, in which some code runs in the background. */
async function ended(code: string) {
  const url = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  const program = `
    import { openLog } from ${url('log.ts')}
    import { endOnStrayErrors } from ${url('last-resort.ts')}
    const log = openLog({ level: 'info', terminal: false })
    endOnStrayErrors(log, async () => log.info('closed'))
    setInterval(() => {}, 1_000)
    ${code}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [said, complained, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  const lines = said.split('\n').filter((line) => line !== '')
  return { lines: lines.map((line) => JSON.parse(line)), complained, exitCode }
}

test.each([
  ['thrown in a timer', 'setTimeout(() => { throw new Error("disk is full") })'],
  ['of a promise that nobody awaits', 'Promise.reject(new Error("disk is full"))'],
])('an error %s is told in one line without a stack; the process closes and ends with 1', async (_, code) => {
  const { lines, complained, exitCode } = await ended(code)

  expect(lines).toMatchObject([
    { level: 'fatal', reason: 'disk is full', at: expect.any(String), msg: expect.stringMatching(/^an error reached nobody/) },
    { level: 'info', msg: 'closed' },
  ])
  expect(complained).toBe('')
  expect(exitCode).toBe(1)
})

test('an error while the process closes is not told again, and does not keep it from ending', async () => {
  const { lines, exitCode } = await ended('for (const n of [1, 2, 3]) setImmediate(() => { throw n })')

  expect(lines).toMatchObject([{ reason: '1' }, { msg: 'closed' }])
  expect(exitCode).toBe(1)
})
