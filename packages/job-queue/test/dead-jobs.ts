import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Job } from '../src/job-queue.ts'
import { eventually, failing, hopeless, jobWith, type QueueBench, RETRY_DELAYS_MS } from './queue-bench.ts'

/** What a queue guarantees of jobs that were given up. */
export function describeDeadJobs(bench: QueueBench): void {
  describe('dead jobs', () => {
    /** Leaves these jobs dead, one after another. */
    async function bury(...jobs: Job[]): Promise<void> {
      const { stop } = bench.consume(bench.queue, hopeless)
      for (const [index, job] of jobs.entries()) {
        await bench.queue.publish(job)
        await eventually(() => bench.queue.listDead()).toHaveLength(index + 1)
      }
      await stop()
    }

    test('are listed the oldest first, and are still there after reopening', async () => {
      await bury(jobWith('first'), jobWith('second'), jobWith('third'))

      const dead = await (await bench.reopened()).listDead()

      expect(dead.map(({ body }) => body)).toEqual(['first', 'second', 'third'])
    })

    test('are not handled again by themselves', async () => {
      await bury(jobWith('dead'))
      const { bodies } = bench.consume(bench.queue)

      await bench.queue.publish(jobWith('alive'))

      await eventually(bodies).toEqual(['alive'])
      expect(await bench.queue.listDead()).toMatchObject([{ body: 'dead' }])
    })

    test('retryDead with an id sends that one again, and no other', async () => {
      const [one, other] = [jobWith('one'), jobWith('other')]
      await bury(one, other)
      const { attempts } = bench.consume(bench.queue)

      const count = await bench.queue.retryDead(one.id)

      await eventually(() => attempts).toMatchObject([{ job: one, attempt: 1 }])
      expect(count).toBe(1)
      expect((await bench.queue.listDead()).map(({ id }) => id)).toEqual([other.id])
    })

    test('retryDead without an id sends all of them again', async () => {
      await bury(jobWith(1), jobWith(2), jobWith(3))
      const { bodies } = bench.consume(bench.queue)

      const count = await bench.queue.retryDead()

      await eventually(() => bodies().toSorted()).toEqual([1, 2, 3])
      expect(count).toBe(3)
      expect(await bench.queue.listDead()).toEqual([])
    })

    test('dropFailed removes those it holds for, for good, and no other', async () => {
      await bury(jobWith('a'), jobWith('b'), jobWith('a'))

      const count = await bench.queue.dropFailed(({ body }) => body === 'a')

      const left = await (await bench.reopened()).listDead()
      expect(count).toBe(2)
      expect(left.map(({ body }) => body)).toEqual(['b'])
    })

    test('dropFailed leaves what has not failed', async () => {
      await bury(jobWith('dead'))
      await bench.queue.publish(jobWith('alive'))

      await bench.queue.dropFailed(() => true)

      const { bodies } = bench.consume(bench.queue)
      await eventually(bodies).toEqual(['alive'])
      expect(await bench.queue.listDead()).toEqual([])
    })

    test('retried and failing again have all their delays before they are dead again', async () => {
      const job = jobWith()
      await bury(job)
      const { failures } = bench.consume(bench.queue, failing)

      await bench.queue.retryDead(job.id)

      await eventually(() => failures.map(({ retryInMs }) => retryInMs)).toEqual([...RETRY_DELAYS_MS, undefined])
      expect(await bench.queue.listDead()).toMatchObject([{ id: job.id, attempts: 4, error: 'not today' }])
    })

    test('retryDead of an unknown id sends nothing and returns 0', async () => {
      await bury(jobWith())

      const count = await bench.queue.retryDead(randomUUID())

      expect(count).toBe(0)
      expect(await bench.queue.listDead()).toHaveLength(1)
    })

    test('retryDead where nothing is dead returns 0', async () => {
      const count = await bench.queue.retryDead()

      expect(count).toBe(0)
    })
  })
}
