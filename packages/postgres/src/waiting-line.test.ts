import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createWaitingLine } from './waiting-line.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Has so many come at once to a line with two places, in which each stays as long, and hears what becomes of them and when. */
async function come(count: number, { stayMs, waitMs }: { stayMs: number; waitMs: number }) {
  const line = createWaitingLine({ places: 2, waitMs })
  const startMs = performance.now()
  const inAtMs: number[] = []
  const refusedAtMs: number[] = []
  let inside = 0
  let mostInside = 0
  const stay = async () => {
    try {
      await line.enter()
    } catch (error) {
      expect(error).toMatchObject({ status: 503, retryAfterSeconds: 1, detail: [{ type: 'too_many_at_once' }] })
      refusedAtMs.push(performance.now() - startMs)
      return
    }
    mostInside = Math.max(mostInside, ++inside)
    inAtMs.push(performance.now() - startMs)
    setTimeout(() => {
      inside--
      line.leave()
    }, stayMs)
  }
  for (let n = 0; n < count; n++) void stay()
  await vi.runAllTimersAsync()
  return { line, inAtMs, refusedAtMs, mostInside }
}

test('never more are in than there are places, and all get in who can in time', async () => {
  const { inAtMs, refusedAtMs, mostInside } = await come(100, { stayMs: 10, waitMs: 1_000 })

  expect(mostInside).toBe(2)
  expect(inAtMs).toHaveLength(100)
  expect(refusedAtMs).toEqual([])
})

test('those who cannot get in in time are refused as soon as the pace is known, and all others get in', async () => {
  const { inAtMs, refusedAtMs } = await come(100, { stayMs: 100, waitMs: 1_000 })

  expect(inAtMs.length).toBeGreaterThan(15)
  expect(inAtMs.length + refusedAtMs.length).toBe(100)
  expect(Math.max(...inAtMs)).toBeLessThanOrEqual(1_000)
  expect(Math.max(...refusedAtMs)).toBeLessThan(500)
})

test('of a burst beyond what may wait the rest is refused at once', async () => {
  const { inAtMs, refusedAtMs } = await come(600, { stayMs: 1, waitMs: 1_000 })

  expect(inAtMs).toHaveLength(502)
  expect(refusedAtMs).toEqual(new Array(98).fill(0))
})

test('nobody waits for longer than that where nobody leaves, and the line is as it was when they do', async () => {
  const { line, inAtMs, refusedAtMs } = await come(5, { stayMs: 60_000, waitMs: 1_000 })

  expect(inAtMs).toEqual([0, 0])
  expect(refusedAtMs).toEqual([1_000, 1_000, 1_000])
  await expect(Promise.all([line.enter(), line.enter()])).resolves.toHaveLength(2)
})
