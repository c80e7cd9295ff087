import { describe, expect, test } from 'vitest'
import type { Job } from '../src/job-queue.ts'
import { eventually, failing, hopeless, jobWith, type QueueBench, RETRY_DELAYS_MS } from './queue-bench.ts'

/** What a queue guarantees of jobs that were given up. */
export function describeDeadJobs(bench: QueueBench): void {
  describe('dead jobs', () => {
    /** Leaves these jobs dead, one after another. */
    async function bury(...jobs: Job[]): Promise<void> {
      const { stop } = bench.consume(bench.queue, hopeless)
      const before = (await bench.queues.listDead()).length
      for (const [index, job] of jobs.entries()) {
        await bench.queue.publish(job)
        await eventually(() => bench.queues.listDead()).toHaveLength(before + index + 1)
      }
      await stop()
    }

    /** A time after which nobody has died yet; the next dies later. */
    async function afterDeaths(): Promise<number> {
      const afterMs = Math.max(...(await bench.queues.listDead()).map(({ diedAtMs }) => diedAtMs)) + 1
      await eventually(() => Date.now() >= afterMs).toBe(true)
      return afterMs
    }

    test('are listed the oldest first, and are still there after reopening', async () => {
      await bury(jobWith('first'), jobWith('second'), jobWith('third'))

      await bench.reopen()
      const dead = await bench.queues.listDead()

      expect(dead.map(({ body }) => body)).toEqual(['first', 'second', 'third'])
    })

    test('are not handled again by themselves', async () => {
      await bury(jobWith('dead'))
      const { bodies } = bench.consume(bench.queue)

      await bench.queue.publish(jobWith('alive'))

      await eventually(bodies).toEqual(['alive'])
      expect(await bench.queues.listDead()).toMatchObject([{ body: 'dead' }])
    })

    test('retryDead sends that one again which is wanted, and no other', async () => {
      const [one, other] = [jobWith('one'), jobWith('other')]
      await bury(one, other)
      const { attempts } = bench.consume(bench.queue)

      const count = await bench.queues.retryDead(({ id }) => id === one.id)

      await eventually(() => attempts).toMatchObject([{ job: one, attempt: 1 }])
      expect(count).toBe(1)
      expect((await bench.queues.listDead()).map(({ id }) => id)).toEqual([other.id])
    })

    test('retryDead sends all of them again where all are wanted', async () => {
      await bury(jobWith(1), jobWith(2), jobWith(3))
      const { bodies } = bench.consume(bench.queue)

      const count = await bench.queues.retryDead(() => true)

      await eventually(() => bodies().toSorted()).toEqual([1, 2, 3])
      expect(count).toBe(3)
      expect(await bench.queues.listDead()).toEqual([])
    })

    test('dropFailed removes those it holds for, for good, and no other', async () => {
      await bury(jobWith('a'), jobWith('b'), jobWith('a'))

      const count = await bench.queues.dropFailed(({ body }) => body === 'a')

      await bench.reopen()
      const left = await bench.queues.listDead()
      expect(count).toBe(2)
      expect(left.map(({ body }) => body)).toEqual(['b'])
    })

    test('dropDead removes those that died before a time, part after part, and no other', async () => {
      await bury(...Array.from({ length: 5 }, (_, index) => jobWith(`old ${index}`)))
      const betweenMs = await afterDeaths()
      await bury(jobWith('new'))

      const counts = [await bench.queues.dropDead(betweenMs - 60_000), await bench.queues.dropDead(betweenMs)]
      counts.push(await bench.queues.dropDead(betweenMs))

      expect(counts).toEqual([0, 5, 0])
      await bench.reopen()
      expect((await bench.queues.listDead()).map(({ body }) => body)).toEqual(['new'])
    })

    test('dropFailed leaves what has not failed', async () => {
      await bury(jobWith('dead'))
      await bench.queue.publish(jobWith('alive'))

      await bench.queues.dropFailed(() => true)

      const { bodies } = bench.consume(bench.queue)
      await eventually(bodies).toEqual(['alive'])
      expect(await bench.queues.listDead()).toEqual([])
    })

    test('retried and failing again have all their delays before they are dead again', async () => {
      const job = jobWith()
      await bury(job)
      const { failures } = bench.consume(bench.queue, failing)

      await bench.queues.retryDead(({ id }) => id === job.id)

      await eventually(() => failures.map(({ retryInMs }) => retryInMs)).toEqual([...RETRY_DELAYS_MS, undefined])
      expect(await bench.queues.listDead()).toMatchObject([{ id: job.id, attempts: 4, error: 'not today' }])
    })

    test('retryDead of none sends nothing and returns 0', async () => {
      await bury(jobWith())

      const count = await bench.queues.retryDead(() => false)

      expect(count).toBe(0)
      expect(await bench.queues.listDead()).toHaveLength(1)
    })

    test('retryDead where nothing is dead returns 0', async () => {
      const count = await bench.queues.retryDead(() => true)

      expect(count).toBe(0)
    })
  })
}
