import { expect, test } from 'vitest'
import { createLog } from './log.ts'
import { createRefusalLog } from './refusal-log.ts'

const refusal = { caseId: 'case-1', status: 400, reason: 'it is not valid HTTP' }

/** A log whose clock stands still until it is moved, and its lines. */
function openRefusalLog() {
  const lines: Record<string, unknown>[] = []
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) })
  const clock = { ms: 0, nowMs: () => clock.ms }
  return { lines, clock, refusals: createRefusalLog({ log, clock }) }
}

test('a refusal is a line with its Case-Id, its status and its reason', () => {
  const { lines, refusals } = openRefusalLog()

  refusals.refused(refusal)

  expect(lines).toMatchObject([{ level: 'info', case_id: 'case-1', status: 400, reason: 'it is not valid HTTP' }])
})

test('of a thousand in one second ten have a line, and one line more says how many had none', () => {
  const { lines, clock, refusals } = openRefusalLog()

  for (let one = 0; one < 1_000; one++) refusals.refused(refusal)
  refusals.tellLeftOut()
  const within = lines.length
  clock.ms = 1_000
  refusals.tellLeftOut()
  refusals.tellLeftOut()

  expect(within).toBe(10)
  expect(lines.slice(10)).toMatchObject([{ level: 'warn', left_out: 990 }])
})

test('the next second has ten lines again, and connections that were dropped count as well', () => {
  const { lines, clock, refusals } = openRefusalLog()

  for (let one = 0; one < 11; one++) refusals.refused(refusal)
  clock.ms = 1_000
  for (let one = 0; one < 11; one++) refusals.dropped('too many')

  expect(lines.slice(0, 10)).toMatchObject(Array(10).fill({ status: 400 }))
  expect(lines[10]).toMatchObject({ left_out: 1 })
  expect(lines.slice(11)).toMatchObject(Array(10).fill({ level: 'warn', reason: 'too many' }))
})

test('at the end what was left out is told at once', () => {
  const { lines, refusals } = openRefusalLog()

  for (let one = 0; one < 12; one++) refusals.refused(refusal)
  refusals.tellLeftOut(true)

  expect(lines.at(-1)).toMatchObject({ left_out: 2 })
})
