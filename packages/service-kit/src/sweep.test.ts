import { expect, onTestFinished, test, vi } from 'vitest'
import { createLog } from './log.ts'
import { startSweep } from './sweep.ts'

const NOON_MS = Date.UTC(2026, 11, 1, 12)

function logged() {
  const lines: Record<string, unknown>[] = []
  const log = createLog('info', { write: (line: string) => void lines.push(JSON.parse(line)) })
  return { log, lines }
}

test('a sweep removes part after part until none is left, by its clock', async () => {
  const parts = [100, 100, 7]
  const asked: number[] = []
  const { log, lines } = logged()

  const sweep = startSweep({
    removals: {
      async meetings(nowMs) {
        asked.push(nowMs)
        return parts.shift() ?? 0
      },
    },
    clock: { nowMs: () => NOON_MS },
    log,
  })
  onTestFinished(() => sweep.close())

  await vi.waitFor(() => expect(lines).toHaveLength(1))
  expect(lines[0]).toMatchObject({ kind: 'meetings', removed: 207 })
  expect(asked).toEqual(Array(4).fill(NOON_MS))
})

test('a kind that fails holds up no other, is told once, and is tried again', async () => {
  const { log, lines } = logged()
  let failures = 0
  let removed = 0
  const fails = async () => {
    if (++failures < 4) throw new Error('away')
    return 0
  }

  const sweep = startSweep({
    removals: { failing: fails, other: async () => (removed++ === 0 ? 1 : 0) },
    clock: { nowMs: () => NOON_MS },
    log,
    againAfterMs: 1,
  })
  onTestFinished(() => sweep.close())

  await vi.waitFor(() => expect(failures).toBe(4))
  expect(lines.map(({ kind }) => kind)).toEqual(['failing', 'other'])
})

test('a sweep comes again and again, though nobody comes', async () => {
  const { log } = logged()
  let calls = 0
  const count = async () => {
    calls++
    return 0
  }

  const sweep = startSweep({ removals: { count }, clock: { nowMs: () => NOON_MS }, log, everyMs: 1 })
  onTestFinished(() => sweep.close())

  await vi.waitFor(() => expect(calls).toBeGreaterThan(3))
})

test('closing waits for the part in hand, and begins no other', async () => {
  const part = Promise.withResolvers<number>()
  let calls = 0
  const { log } = logged()
  const inHand = () => {
    calls++
    return part.promise
  }
  const sweep = startSweep({ removals: { inHand }, clock: { nowMs: () => NOON_MS }, log })

  let isClosed = false
  const closed = sweep.close().then(() => (isClosed = true))
  await Promise.resolve()
  const before = isClosed
  part.resolve(1)
  await closed

  expect([before, calls]).toEqual([false, 1])
})
