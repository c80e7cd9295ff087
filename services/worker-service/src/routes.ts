import { randomUUIDv7 } from 'node:crypto'
import { canonicalEmail, enqueueTask, listDeadJobs, problem, retryDeadJobs, type TaskJob } from '@w2meet/contract'
import type { JobQueues } from '@w2meet/job-queue'
import { type HttpApp, serve } from '@w2meet/service-kit'
import { listDead } from './dead-jobs.ts'

export function registerRoutes(app: HttpApp, { queues }: { queues: JobQueues<'task'> }): void {
  const queue = queues.queueOf('task')
  serve(app, enqueueTask, async ({ body }, { caseId }) => {
    const task = { ...body, userId1: canonicalEmail(body.userId1), userId2: canonicalEmail(body.userId2) }
    const job = { id: randomUUIDv7(), caseId, body: { kind: 'task', task } satisfies TaskJob }
    await orUnavailable(queue.publish(job))
    return { case_id: caseId, status: 'enqueued' as const, job_id: job.id, queue: queue.name }
  })
  serve(app, listDeadJobs, () => orUnavailable(listDead(queues)))
  serve(app, retryDeadJobs, async ({ body }) => ({ retried: await orUnavailable(queues.retryDead(body.id)) }))
}

/** What the queue answers; 503 where it cannot. */
async function orUnavailable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw problem('service_unavailable', { service: 'rabbitmq' }, undefined, { cause: error })
  }
}
