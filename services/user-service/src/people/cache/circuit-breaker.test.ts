import { expect, test, vi } from 'vitest'
import { CircuitOpenError, createCircuitBreaker } from './circuit-breaker.ts'

const failing = () => Promise.reject(new Error('no answer'))

function setUp({ probe = failing }: { probe?: () => Promise<unknown> } = {}) {
  const onOpen = vi.fn()
  const onRecovery = vi.fn()
  return { breaker: createCircuitBreaker({ probe, probeEveryMs: 1, onOpen, onRecovery }), onOpen, onRecovery }
}

test('after one failure the breaker tries no work until the probe succeeds, and then tries work again by itself', async () => {
  let well = false
  const { breaker, onOpen, onRecovery } = setUp({ probe: () => (well ? Promise.resolve() : failing()) })
  const work = vi.fn(async () => 'done')

  await expect(breaker.run(failing)).rejects.toThrow('no answer')
  await expect(breaker.run(work)).rejects.toThrow(CircuitOpenError)
  const triedWhileOpen = work.mock.calls.length
  well = true
  await vi.waitFor(() => expect(onRecovery).toHaveBeenCalledOnce(), 10_000)

  expect(triedWhileOpen).toBe(0)
  expect(onOpen).toHaveBeenCalledOnce()
  expect(await breaker.run(work)).toBe('done')
})

test('work that is under way when the circuit opens is not waited for', async () => {
  const { breaker } = setUp()
  const hanging = breaker.run(() => new Promise(() => {}))

  await Promise.allSettled([breaker.run(failing)])

  await expect(hanging).rejects.toThrow(CircuitOpenError)
  breaker.close()
})

test('work that fails late, after the recovery, does not open the circuit again', async () => {
  const late = Promise.withResolvers<never>()
  const { breaker, onOpen, onRecovery } = setUp({ probe: async () => {} })
  const slow = breaker.run(() => late.promise)
  await Promise.allSettled([slow, breaker.run(failing)])
  await vi.waitFor(() => expect(onRecovery).toHaveBeenCalledOnce(), 10_000)

  late.reject(new Error('too late'))

  expect(await breaker.run(async () => 'done')).toBe('done')
  expect(onOpen).toHaveBeenCalledOnce()
})
