import type { ReferenceJob } from '@w2meet/contract'
import type { Job, JobHandler, JobQueues } from '@w2meet/job-queue'
import Type from 'typebox'
import { Compile } from 'typebox/compile'

const formerMail = Compile(Type.Object({ kind: Type.Literal('mail'), mail_id: Type.String() }))
const formerErasure = Compile(Type.Object({ kind: Type.Literal('forget'), erasure_id: Type.String() }))

type Queues = JobQueues<'mail' | 'erasure'>

/**
 * Moves the mails and erasures that a version with a single queue left in the queue of tasks to the queues of their kinds;
 * handled here they would take the hands of tasks. `handleTask` gets the other jobs. A job that is moved twice has one new id,
 * not the former, which in the embedded system's table is taken until the move is done.
 */
export function movingFormerJobs(queues: Queues, handleTask: JobHandler): JobHandler {
  const move = (kind: 'mail' | 'erasure', { id, caseId }: Job, reference: string) =>
    queues.queueOf(kind).publish({ id: `${id}.${kind}`, caseId, body: { reference } satisfies ReferenceJob })

  return async (job, attempt) => {
    if (formerMail.Check(job.body)) return move('mail', job, job.body.mail_id)
    if (formerErasure.Check(job.body)) return move('erasure', job, job.body.erasure_id)
    return handleTask(job, attempt)
  }
}
