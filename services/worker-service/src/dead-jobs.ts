import { type DeadJob, MAX_DEAD_JOB_CHARACTERS, MAX_LISTED_DEAD_JOBS } from '@w2meet/contract'
import type { DeadJob as JobOfQueue, JobQueues } from '@w2meet/job-queue'

/** The dead letters as the operator sees them. Cost: a look at all of them. */
export async function listDead(queues: JobQueues): Promise<{ total: number; jobs: DeadJob[] }> {
  const dead = await queues.listDead()
  return { total: dead.length, jobs: dead.slice(0, MAX_LISTED_DEAD_JOBS).map(toldOf) }
}

/** A message that other programs put into the queue may have anything in it, of any length. */
function toldOf({ id, kind, caseId, body, attempts, error, diedAtMs }: JobOfQueue): DeadJob {
  const diedAt = new Date(diedAtMs)
  return {
    id,
    kind,
    case_id: caseId,
    content: beginningOf(JSON.stringify(body)),
    attempts,
    reason: beginningOf(error),
    died_at: Number.isNaN(diedAt.getTime()) ? null : diedAt.toISOString(),
  }
}

function beginningOf(text: string): string {
  return text.length <= MAX_DEAD_JOB_CHARACTERS ? text : `${text.slice(0, MAX_DEAD_JOB_CHARACTERS)}…`
}
