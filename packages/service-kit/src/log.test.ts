import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

/** Commands to a terminal of every class: ESC, BEL, CR, DEL, an 8-bit CSI, an override, an isolate, the end of a line. */
const HOSTILE = 'a\x1b[31m\x07\r\x7f\x9b2J\u202e\u2066\u2028z'
const COMMANDS = /[[\p{Cc}\p{Bidi_Control}\u2028\u2029]--\n]/v

/** What a process prints that logs an error and a request with foreign words in them, in a terminal or not. */
async function logged(terminal: boolean): Promise<string> {
  const code = `
    import { openLog } from ${JSON.stringify(new URL('log.ts', import.meta.url).href)}
    const words = ${JSON.stringify(HOSTILE)}
    const log = openLog({ level: 'info', terminal: ${terminal} }).child({ service: 'a-service' })
    log.error({ case_id: 'case-1', reason: words, held: [{ by: words }], err: new Error(words + '\\nsecond') }, words + '\\nforged')
    log.info({ case_id: words, method: words, operation: words, status: 200, duration_ms: 1 })
    log.flush()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  return text(child.stdout)
}

test('a log in lines of JSON has no character that a terminal obeys, and says the same', async () => {
  const said = await logged(false)

  expect(said).not.toMatch(COMMANDS)
  const [error, request] = said.split('\n').map((line) => (line === '' ? undefined : JSON.parse(line)))
  expect(error).toMatchObject({ msg: `${HOSTILE}\nforged`, reason: HOSTILE, held: [{ by: HOSTILE }] })
  expect(error.err.stack).toContain(HOSTILE)
  expect(request).toMatchObject({ case_id: HOSTILE, method: HOSTILE, operation: HOSTILE })
})

test('a log that is read in a terminal shows such characters; a message is one line, and a stack keeps its lines', async () => {
  const said = await logged(true)

  expect(said).not.toMatch(COMMANDS)
  const shown = String.raw`a\u001b[31m\u0007\u000d\u007f\u009b2J\u202e\u2066\u2028z`
  expect(said).toContain(`ERROR: a-service ${shown}\\u000aforged [case-1]\n`)
  expect(said).toContain(`reason: "${shown}"\n`)
  expect(said).toMatch(/Error: a\\u001b.*z\n\s+second\n\s+at /)
  expect(said).toContain(`INFO: a-service ${shown} ${shown} 200 1 ms  [${shown}]\n`)
})
