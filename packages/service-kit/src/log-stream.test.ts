import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
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
