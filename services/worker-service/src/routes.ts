import { randomUUIDv7 } from 'node:crypto'
import { canonicalEmail, problem, type services, type TaskJob } from '@w2meet/contract'
import type { JobQueues } from '@w2meet/job-queue'
import type { Handlers } from '@w2meet/service-kit'
import { listDead } from './dead-jobs.ts'

type WorkerHandlers = Omit<Handlers<(typeof services)['worker-service']>, 'getHealth'>

export function createHandlers({ queues }: { queues: JobQueues<'task'> }): WorkerHandlers {
  const queue = queues.queueOf('task')
  return {
    async enqueueTask({ body }, { caseId }) {
      const task = { ...body, userId1: canonicalEmail(body.userId1), userId2: canonicalEmail(body.userId2) }
      const job = { id: randomUUIDv7(), caseId, body: { kind: 'task', task } satisfies TaskJob }
      await orUnavailable(queue.publish(job))
      return { case_id: caseId, status: 'enqueued', job_id: job.id, queue: queue.name }
    },
    listDeadJobs: () => orUnavailable(listDead(queues)),
    retryDeadJobs: async ({ body }) => ({ retried: await orUnavailable(queues.retryDead(body.id)) }),
  }
}

/** The answer of the queue; 503 where it cannot answer. */
async function orUnavailable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw problem('service_unavailable', { service: 'rabbitmq' }, undefined, { cause: error })
  }
}
