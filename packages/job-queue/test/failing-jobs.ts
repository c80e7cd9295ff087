import { describe, expect, test } from 'vitest'
import { eventually, failing, hopeless, jobWith, type QueueBench, RETRY_DELAYS_MS } from './queue-bench.ts'

/** Timers may be early by a part of a millisecond, on either side. */
const EARLY_MS = 2

/** What a queue guarantees of jobs whose handling fails. */
export function describeFailingJobs(bench: QueueBench): void {
  describe('a job whose handling fails', () => {
    test('is tried again after each of the delays, which grow, and then is dead', async () => {
      const { attempts, failures } = bench.consume(bench.queue, failing)

      await bench.queue.publish(jobWith())

      await eventually(() => failures.map(({ retryInMs }) => retryInMs)).toEqual([...RETRY_DELAYS_MS, undefined])
      const waitsMs = attempts.slice(1).map(({ atMs }, index) => atMs - attempts[index]!.atMs)
      expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4])
      for (const [index, delayMs] of RETRY_DELAYS_MS.entries()) expect(waitsMs[index]).toBeGreaterThan(delayMs - EARLY_MS)
    })

    test('is told of with its error at each attempt', async () => {
      const job = jobWith('x')
      const { failures } = bench.consume(bench.queue, (_, attempt) =>
        attempt === 1 ? Promise.reject(new Error('not today')) : Promise.resolve(),
      )

      await bench.queue.publish(job)

      await eventually(() => failures).toHaveLength(1)
      expect(failures[0]).toMatchObject({ job, attempt: 1, retryInMs: RETRY_DELAYS_MS[0] })
      expect(failures[0]!.error.message).toBe('not today')
    })

    test('and then succeeds is done, and not dead', async () => {
      const { attempts } = bench.consume(bench.queue, (_, attempt) =>
        attempt < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve(),
      )

      await bench.queue.publish(jobWith())

      await eventually(() => attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
      expect(await bench.queues.listDead()).toEqual([])
    })

    test('to the end is listed dead with its body, its error, its attempts and when it died', async () => {
      const job = jobWith({ kind: 'task' })
      const beforeMs = Date.now()
      bench.consume(bench.queue, failing)

      await bench.queue.publish(job)

      await eventually(() => bench.queues.listDead()).toHaveLength(1)
      const [dead] = await bench.queues.listDead()
      expect(dead).toEqual({ ...job, kind: 'task', attempts: 4, error: 'not today', diedAtMs: expect.any(Number) })
      expect(dead!.diedAtMs).toBeGreaterThanOrEqual(beforeMs)
      expect(dead!.diedAtMs).toBeLessThanOrEqual(Date.now())
    })

    test('as Unhandleable is dead at once', async () => {
      const { attempts, failures } = bench.consume(bench.queue, hopeless)

      await bench.queue.publish(jobWith())

      await eventually(() => bench.queues.listDead()).toMatchObject([{ attempts: 1, error: 'never' }])
      expect(attempts).toHaveLength(1)
      expect(failures).toMatchObject([{ attempt: 1, retryInMs: undefined }])
    })

    test('does not block the others', async () => {
      const { attempts } = bench.consume(bench.queue, (job, attempt) =>
        job.body === 'poison' ? failing(job, attempt) : Promise.resolve(),
      )

      const bodies = [...new Array<string>(20).fill('poison'), 1, 2, 3]
      await Promise.all(bodies.map((body) => bench.queue.publish(jobWith(body))))

      const handled = () => attempts.filter(({ job }) => job.body !== 'poison')
      await eventually(() => handled().length).toBe(3)
      await eventually(() => bench.queues.listDead()).toHaveLength(20)
      expect(new Set(handled().map(({ job }) => job.body))).toEqual(new Set([1, 2, 3]))
      const lastHandled = attempts.findLastIndex(({ job }) => job.body !== 'poison')
      expect(lastHandled).toBeLessThan(attempts.findIndex(({ attempt }) => attempt === 4))
    })

    test('and waits for its next attempt can be dropped by its body or its error, and is not tried again', async () => {
      const [first, second] = [jobWith('to go'), jobWith('to stay')]
      const { attempts, failures } = bench.consume(bench.queue, failing)
      await bench.queue.publish(first)
      await bench.queue.publish(second)
      await eventually(() => failures.filter(({ attempt }) => attempt === 3)).toHaveLength(2)

      const count = await bench.queues.dropFailed(({ body, error }) => body === 'to go' && error === 'not today')

      await eventually(() => bench.queues.listDead()).toMatchObject([{ id: second.id }])
      expect(count).toBe(1)
      expect(attempts.filter(({ job }) => job.id === first.id)).toHaveLength(3)
    })

    test('is tried as often, and no sooner, where it is looked at while it waits for each attempt', async () => {
      const { attempts, failures } = bench.consume(bench.queue, failing)
      await bench.queue.publish(jobWith())

      for (const count of [1, 2, 3]) {
        await eventually(() => failures.length).toBeGreaterThanOrEqual(count)
        await bench.queues.dropFailed(() => false)
      }
      await eventually(() => failures.length).toBe(4)

      const waitsMs = attempts.slice(1).map(({ atMs }, index) => atMs - attempts[index]!.atMs)
      expect(failures.map(({ retryInMs }) => retryInMs)).toEqual([...RETRY_DELAYS_MS, undefined])
      for (const [index, delayMs] of RETRY_DELAYS_MS.entries()) expect(waitsMs[index]).toBeGreaterThan(delayMs - EARLY_MS)
    })

    test('keeps its count of attempts over reopening', async () => {
      const first = bench.consume(bench.queue, failing)
      await bench.queue.publish(jobWith())
      await eventually(() => first.failures.length).toBeGreaterThanOrEqual(1)

      await bench.reopen()
      const second = bench.consume(bench.queue, failing)

      await eventually(() => bench.queues.listDead()).toMatchObject([{ attempts: 4 }])
      expect(second.attempts.map(({ attempt }) => attempt)).not.toContain(1)
    })
  })
}
