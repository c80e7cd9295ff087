import type { Job } from '@w2meet/job-queue'
import { expect, test } from 'vitest'
import { handleOnce } from './handle-once.ts'

const job = (id: string): Job => ({ id, caseId: 'case-1', body: {} })

test('a job that is handed out again while it is in hand, or after it is done, is handled once', async () => {
  const handled: string[] = []
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const handle = handleOnce(async ({ id }) => {
    handled.push(id)
    await released
  })

  const inHand = [handle(job('a'), 1), handle(job('a'), 2), handle(job('b'), 1)]
  release()
  await Promise.all(inHand)
  await handle(job('a'), 3)

  expect(handled).toEqual(['a', 'b'])
})

test('a job whose handling failed is handled when it comes again', async () => {
  const attempts: number[] = []
  const handle = handleOnce(async (_, attempt) => {
    attempts.push(attempt)
    if (attempt === 1) throw new Error('not now')
  })

  await expect(handle(job('a'), 1)).rejects.toThrow('not now')
  await handle(job('a'), 2)

  expect(attempts).toEqual([1, 2])
})
