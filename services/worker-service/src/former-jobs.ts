import { ForgetJob, type ReferenceJob } from '@w2meet/contract'
import type { Job, JobHandler, JobQueues } from '@w2meet/job-queue'
import Type from 'typebox'
import { Compile } from 'typebox/compile'

const formerMail = Compile(Type.Object({ kind: Type.Literal('mail'), mail_id: Type.String() }))
const formerErasure = Compile(ForgetJob)

type Queues = JobQueues<'mail' | 'erasure'>

/**
 * Moves the mails and erasures that stand in the queue of tasks, left by a version that had no other, to the queues of their
 * kinds; handled here they would take the hands of tasks. `handleTask` has the rest. A job that is moved twice keeps one id.
 * It is not the former id, which in the embedded system's table is taken until the move is done.
 */
export function movingFormerJobs(queues: Queues, handleTask: JobHandler): JobHandler {
  const move = (kind: 'mail' | 'erasure', { id, caseId }: Job, body: unknown) =>
    queues.queueOf(kind).publish({ id: `${id}.${kind}`, caseId, body })

  return async (job, attempt) => {
    if (formerMail.Check(job.body)) return move('mail', job, { reference: job.body.mail_id } satisfies ReferenceJob)
    if (formerErasure.Check(job.body)) return move('erasure', job, job.body)
    return handleTask(job, attempt)
  }
}
