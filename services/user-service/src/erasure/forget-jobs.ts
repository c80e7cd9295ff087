import { randomUUID } from 'node:crypto'
import type { ForgetJob } from '@w2meet/contract'
import type { Publish } from '../mails/outbox-relay.ts'
import type { Erasures } from './erasures.ts'

/** The jobs by which the worker forgets whoever was erased, for the relay. */
export function createForgetJobs({ due, notePublished, nextDueMs }: Pick<Erasures, 'due' | 'notePublished' | 'nextDueMs'>) {
  return {
    async publishDue(nowMs: number, publish: Publish): Promise<void> {
      for (const { id: erasure_id, caseId, again } of await due(nowMs)) {
        const body: ForgetJob = { kind: 'forget', erasure_id, again }
        await publish('erasure', { id: randomUUID(), caseId, body })
        await notePublished(erasure_id, nowMs)
      }
    },
    nextDueMs,
  }
}
