import { randomUUID } from 'node:crypto'
import type { ForgetJob } from '@w2meet/contract'
import type { JobQueue } from '@w2meet/job-queue'
import type { Erasures } from './erasures.ts'

/** The jobs by which the worker forgets whoever was erased, for the relay. */
export function createForgetJobs({ due, notePublished, nextDueMs }: Pick<Erasures, 'due' | 'notePublished' | 'nextDueMs'>) {
  return {
    async publishDue(nowMs: number, queue: Pick<JobQueue, 'publish'>): Promise<void> {
      for (const { id: erasure_id, caseId, again } of await due(nowMs)) {
        const body: ForgetJob = { kind: 'forget', erasure_id, again }
        await queue.publish({ id: randomUUID(), caseId, body })
        await notePublished(erasure_id, nowMs)
      }
    },
    nextDueMs,
  }
}
