import { randomUUIDv7 } from 'node:crypto'
import { type Answer, canonicalEmail, type enqueueTask, problem, type services, type TaskJob } from '@w2meet/contract'
import type { JobQueues } from '@w2meet/job-queue'
import { type Handlers, ownerOf } from '@w2meet/service-kit'
import { listDead } from './dead-jobs.ts'
import type { KeepOnce } from './keep-once.ts'
import type { createRetryDead } from './retry-dead.ts'

type WorkerHandlers = Omit<Handlers<(typeof services)['worker-service']>, 'getHealth'>
type Enqueued = Answer<typeof enqueueTask>
type Dependencies = {
  queues: JobQueues<'task'>
  keepOnce: KeepOnce
  retryDead: ReturnType<typeof createRetryDead>
}

export function createHandlers({ queues, keepOnce, retryDead }: Dependencies): WorkerHandlers {
  const queue = queues.queueOf('task')
  return {
    async enqueueTask({ body, headers }, { caseId, caller }, head) {
      const task = { ...body, userId1: canonicalEmail(body.userId1), userId2: canonicalEmail(body.userId2) }
      const first: Enqueued = { case_id: caseId, status: 'enqueued', job_id: randomUUIDv7(), queue: queue.name }
      const { answer, replayed } = await keepOnce(headers['idempotency-key'], ownerOf(caller), task, first)
      // A repetition publishes the job again, under its id: the process of the first may have died before it did.
      await orUnavailable(queue.publish({ id: answer.job_id, caseId, body: { kind: 'task', task } satisfies TaskJob }))
      if (replayed) head.header('idempotent-replayed', 'true')
      return answer
    },
    listDeadJobs: () => orUnavailable(listDead(queues)),
    retryDeadJobs: ({ body }, { caseId }) => orUnavailable(retryDead(body.id, caseId)),
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
