import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sharedCheck } from './shared-check.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('however many ask, a check runs once at a time, and once a second where all is well', async () => {
  let runs = 0
  const check = sharedCheck(async () => {
    runs++
    return { status: 'healthy' }
  })

  await Promise.all([check('a'), check('b')])
  await check('c')
  const within = runs
  await vi.advanceTimersByTimeAsync(1_000)
  await check('d')

  expect([within, runs]).toEqual([1, 2])
})

test('what was not well is looked at again at once', async () => {
  const outcomes = [() => Promise.reject(new Error('away')), async () => ({ status: 'healthy' }) as const]
  const check = sharedCheck(() => outcomes.shift()!())

  await expect(check('a')).rejects.toThrow('away')

  expect(await check('b')).toEqual({ status: 'healthy' })
})
