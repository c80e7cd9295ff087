import { randomUUIDv7 } from 'node:crypto'
import { canonicalEmail, problem, type services, type TaskJob } from '@w2meet/contract'
import type { JobQueue } from '@w2meet/job-queue'
import type { Handlers } from '@w2meet/service-kit'

type WorkerHandlers = Omit<Handlers<(typeof services)['worker-service']>, 'getHealth'>

export function createHandlers({ queue }: { queue: JobQueue }): WorkerHandlers {
  return {
    async enqueueTask({ body }, { caseId }) {
      const task = { ...body, userId1: canonicalEmail(body.userId1), userId2: canonicalEmail(body.userId2) }
      const job = { id: randomUUIDv7(), caseId, body: { kind: 'task', task } satisfies TaskJob }
      try {
        await queue.publish(job)
      } catch (error) {
        throw problem('service_unavailable', { service: 'rabbitmq' }, undefined, { cause: error })
      }
      return { case_id: caseId, status: 'enqueued', job_id: job.id, queue: queue.name }
    },
  }
}
