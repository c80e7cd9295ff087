import { describe, expect, test } from 'vitest'
import { GivenBack } from '../src/job-queue.ts'
import { describeDeadJobs } from './dead-jobs.ts'
import { describeFailingJobs } from './failing-jobs.ts'
import { describeJobKinds } from './job-kinds.ts'
import { eventually, jobWith, type OpenQueues, useQueues } from './queue-bench.ts'

/** What all job queues guarantee, whatever they are made of. */
export function describeJobQueues(name: string, open: OpenQueues): void {
  describe(name, () => {
    const bench = useQueues(open)
    describeFailingJobs(bench)
    describeDeadJobs(bench)
    describeJobKinds(bench, open)

    describe('publishing', () => {
      test('a job is handled with its id, its Case-Id and its body as they were', async () => {
        const jobs = [{ kind: 'täsk 🗓️', deep: [1, { none: null }] }, null, 'text', 0, []].map(jobWith)
        const { attempts } = bench.consume(bench.queue)

        for (const job of jobs) await bench.queue.publish(job)

        await eventually(() => attempts.length).toBe(jobs.length)
        const handled = new Map(attempts.map(({ job, attempt }) => [job.id, { job, attempt }]))
        expect(jobs.map(({ id }) => handled.get(id))).toEqual(jobs.map((job) => ({ job, attempt: 1 })))
      })

      test('a job published before anybody consumes is handled once somebody does', async () => {
        await bench.queue.publish(jobWith('early'))

        const { bodies } = bench.consume(bench.queue)

        await eventually(bodies).toEqual(['early'])
      })

      test('a job published and not consumed is handled after reopening', async () => {
        const job = jobWith('kept')
        await bench.queue.publish(job)

        await bench.reopen()
        const { attempts } = bench.consume(bench.queue)

        await eventually(() => attempts.map((attempt) => attempt.job)).toEqual([job])
      })

      test('a job handled is not handled again after reopening', async () => {
        const first = bench.consume(bench.queue)
        await bench.queue.publish(jobWith('once'))
        await eventually(first.bodies).toEqual(['once'])

        await bench.reopen()
        const second = bench.consume(bench.queue)
        await bench.queue.publish(jobWith('next'))

        await eventually(second.bodies).toEqual(['next'])
      })

      test('500 jobs published in parallel are all handled, each once', async () => {
        const jobs = Array.from({ length: 500 }, (_, n) => jobWith(n))
        const { bodies } = bench.consume(bench.queue)

        await Promise.all(jobs.map((job) => bench.queue.publish(job)))

        await eventually(() => bodies().length).toBe(500)
        expect(new Set(bodies())).toEqual(new Set(jobs.map(({ body }) => body)))
      })

      test('a body that is no JSON is refused without its neighbours', async () => {
        const { bodies } = bench.consume(bench.queue)

        const published = Promise.allSettled([bench.queue.publish(jobWith('good')), bench.queue.publish(jobWith(1n))])

        expect((await published).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
        await eventually(bodies).toEqual(['good'])
      })

      test('is refused after closing', async () => {
        await bench.queues.close()

        const published = bench.queue.publish(jobWith())

        await expect(published).rejects.toThrow()
      })
    })

    describe('consuming', () => {
      test('is stopped by closing, which waits for the job in hand', async () => {
        const inHand = Promise.withResolvers<void>()
        const release = Promise.withResolvers<void>()
        const { attempts } = bench.consume(bench.queue, () => {
          inHand.resolve()
          return release.promise
        })
        await bench.queue.publish(jobWith('held'))
        await inHand.promise

        const closed = bench.queues.close()
        release.resolve()
        await closed

        expect(attempts).toHaveLength(1)
        await bench.reopen()
        const { bodies } = bench.consume(bench.queue)
        await bench.queue.publish(jobWith('next'))
        await eventually(bodies).toEqual(['next'])
      })

      test('has several jobs in hand at once', async () => {
        const together = Promise.withResolvers<void>()
        const { attempts } = bench.consume(bench.queue, () => {
          if (attempts.length === 3) together.resolve()
          return together.promise
        })

        await Promise.all([1, 2, 3].map((body) => bench.queue.publish(jobWith(body))))

        await expect(together.promise).resolves.toBeUndefined()
      })

      test('does not get a job again while it is in hand', async () => {
        const release = Promise.withResolvers<void>()
        const { bodies } = bench.consume(bench.queue, (job) => (job.body === 'long' ? release.promise : Promise.resolve()))
        await bench.queue.publish(jobWith('long'))
        await eventually(bodies).toEqual(['long'])

        for (const body of [1, 2, 3]) await bench.queue.publish(jobWith(body))

        await eventually(() => bodies().slice(-1)).toEqual([3])
        expect(bodies().filter((body) => body === 'long')).toHaveLength(1)
        release.resolve()
      })

      test('stop waits for the jobs in hand', async () => {
        const inHand = Promise.withResolvers<void>()
        const release = Promise.withResolvers<void>()
        const order: string[] = []
        const { stop } = bench.consume(bench.queue, async () => {
          inHand.resolve()
          await release.promise
          order.push('handled')
        })
        await bench.queue.publish(jobWith())
        await inHand.promise

        const stopped = stop().then(() => order.push('stopped'))
        release.resolve()
        await stopped

        expect(order).toEqual(['handled', 'stopped'])
      })

      test('a job that is given back while its consumer stops is handled at once by the next one, and has used up no attempt', async () => {
        const inHand = Promise.withResolvers<void>()
        const release = Promise.withResolvers<void>()
        const first = bench.consume(bench.queue, async () => {
          inHand.resolve()
          await release.promise
          throw new GivenBack('stopping')
        })
        await bench.queue.publish(jobWith('mail'))
        await inHand.promise

        const stopped = first.stop()
        release.resolve()
        await stopped
        await bench.reopen()
        const second = bench.consume(bench.queue)

        await eventually(second.bodies).toEqual(['mail'])
        expect([first, second].map(({ attempts }) => attempts.map(({ attempt }) => attempt))).toEqual([[1], [1]])
        expect(first.failures).toEqual([])
      })

      test('a stopped consumer takes no new jobs; the next one does', async () => {
        const first = bench.consume(bench.queue)
        await bench.queue.publish(jobWith('before'))
        await eventually(first.bodies).toEqual(['before'])

        await first.stop()
        await bench.queue.publish(jobWith('after'))
        await bench.reopen()
        const second = bench.consume(bench.queue)

        await eventually(second.bodies).toEqual(['after'])
        expect(first.bodies()).toEqual(['before'])
      })
    })

    describe('ping', () => {
      test('resolves while the queues are open', async () => {
        const pinged = bench.queues.ping()

        await expect(pinged).resolves.toBeUndefined()
      })

      test('rejects after closing', async () => {
        await bench.queues.close()

        const pinged = bench.queues.ping()

        await expect(pinged).rejects.toThrow()
      })
    })
  })
}
