import { randomUUIDv7 } from 'node:crypto'
import { canonicalEmail, enqueueTask, problem, type TaskJob } from '@w2meet/contract'
import type { JobQueue } from '@w2meet/job-queue'
import { type HttpApp, serve } from '@w2meet/service-kit'

export function registerRoutes(app: HttpApp, { queue }: { queue: JobQueue }): void {
  serve(app, enqueueTask, async ({ body }, { caseId }) => {
    const task = { ...body, userId1: canonicalEmail(body.userId1), userId2: canonicalEmail(body.userId2) }
    const job = { id: randomUUIDv7(), caseId, body: { kind: 'task', task } satisfies TaskJob }
    try {
      await queue.publish(job)
    } catch (error) {
      throw problem('service_unavailable', { service: 'rabbitmq' }, undefined, { cause: error })
    }
    return { case_id: caseId, status: 'enqueued' as const, job_id: job.id, queue: queue.name }
  })
}
