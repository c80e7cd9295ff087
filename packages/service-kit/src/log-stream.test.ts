import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openLogStream } from './log-stream.ts'

let folder: string
let file: string
let fd: number
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'w2meet-log-'))
  file = join(folder, 'log')
  fd = openSync(file, 'w')
})
afterEach(async () => {
  closeSync(fd)
  await rm(folder, { recursive: true })
})
const written = () => readFileSync(file, 'utf8')
const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

test('lines are held until the end of the turn, and are then all there, in order', async () => {
  const stream = openLogStream(fd)

  stream.write('one\n')
  stream.write('zwei – drei\n')
  const before = written()
  await nextTurn()
  stream.write('four\n')
  await nextTurn()

  expect(before).toBe('')
  expect(written()).toBe('one\nzwei – drei\nfour\n')
})

test('flushing writes out at once, and says when', () => {
  const stream = openLogStream(fd)
  let seen = ''

  stream.write('now\n')
  stream.flush(() => (seen = written()))

  expect(seen).toBe('now\n')
})

test('a reader that is slower than the writer gets every line', async () => {
  const code = `
    import { openLogStream } from ${JSON.stringify(new URL('log-stream.ts', import.meta.url).href)}
    console.log('start') // makes the pipe one that can be full
    const stream = openLogStream(1)
    for (let line = 0; line < 20_000; line++) stream.write(line + ' '.repeat(100) + '\\n')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })

  const lines = (await text(child.stdout)).trimEnd().split('\n')

  expect(lines).toHaveLength(20_001)
  expect(lines.at(-1)?.trim()).toBe('19999')
})

test('a reader that went away does not end the writer', async () => {
  const code = `
    import { openLogStream } from ${JSON.stringify(new URL('log-stream.ts', import.meta.url).href)}
    const stream = openLogStream(1)
    process.stdin.once('data', () => { stream.write('to nobody\\n'); stream.flush(() => process.exit(7)) })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = new Promise((resolve) => child.once('exit', resolve))

  child.stdout.destroy()
  child.stdin.write('go')

  expect(await exited).toBe(7)
})

describe('what takes no lines', () => {
  const LINES = 60_000

  /** A process that logs more than may wait, says on standard error when that is flushed, and goes on at a word. */
  function openBusy(stdout: 'pipe' | number): ChildProcessWithoutNullStreams {
    const code = `
      import { openLogStream } from ${JSON.stringify(new URL('log-stream.ts', import.meta.url).href)}
      process.stdout.isTTY // makes the pipe one that can be full
      const stream = openLogStream(1)
      for (let line = 0; line < ${LINES}; line++) stream.write(line + ' '.repeat(100) + '\\n')
      stream.flush(() => process.stderr.write('flushed'))
      process.stdin.once('data', () => {
        stream.write('after\\n')
        stream.flush(() => process.exit(7))
      })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', stdout, 'pipe'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    return child as ChildProcessWithoutNullStreams
  }

  test('a pipe that nobody reads stops neither the process nor a flush; its reader is told later how many were dropped', async () => {
    const child = openBusy('pipe')
    const [said] = await once(child.stderr, 'data')
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()

    const numbers: string[] = []
    let line = (await lines.next()).value!
    for (; !line.startsWith('{'); line = (await lines.next()).value!) numbers.push(line)
    child.stdin.write('go')

    expect(String(said)).toBe('flushed')
    expect(numbers.length).toBeGreaterThan(LINES / 2)
    expect(numbers.map(Number)).toEqual(numbers.map((_, index) => index))
    expect(JSON.parse(line)).toMatchObject({
      level: 'warn',
      msg: `${LINES - numbers.length} lines of the log were dropped: nothing took them in time`,
    })
    expect(await lines.next()).toMatchObject({ value: 'after' })
  })

  test.runIf(existsSync('/dev/full'))('a full disk stops neither the process nor a flush', async () => {
    const full = openSync('/dev/full', 'w')
    const child = openBusy(full)
    closeSync(full)
    const [said] = await once(child.stderr, 'data')

    child.stdin.write('go')

    expect(String(said)).toBe('flushed')
    expect(await once(child, 'exit')).toEqual([7, null])
  })
})
