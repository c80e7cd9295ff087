import type { DatabaseSync } from 'node:sqlite'
import type { Job } from './job-queue.ts'
import { whenFree } from './when-free.ts'

type Publish = (kind: string, job: Job) => Promise<void>
type Arriving = { kind: string; job: Job; body: string; settle: PromiseWithResolvers<void> }

/**
 * Jobs published in the same turn of the event loop, also those of different kinds, share one transaction, and so one sync to
 * disk. `onCommit` is called after each.
 */
export function createPublisher(database: DatabaseSync, onCommit: () => void): Publish {
  const insert = database.prepare('insert or ignore into jobs (id, kind, case_id, body, due_at_ms) values (?, ?, ?, ?, ?)')
  let arriving: Arriving[] = []

  function commit(jobs: readonly Arriving[]): void {
    try {
      database.exec('begin immediate')
      for (const { kind, job, body } of jobs) insert.run(job.id, kind, job.caseId, body, Date.now())
      database.exec('commit')
    } finally {
      if (database.isOpen && database.isTransaction) database.exec('rollback')
    }
  }

  async function commitArrived(): Promise<void> {
    const arrived = arriving
    arriving = []
    try {
      await whenFree(() => commit(arrived))
      for (const { settle } of arrived) settle.resolve()
    } catch (error) {
      for (const { settle } of arrived) settle.reject(error)
    }
    onCommit()
  }

  return async (kind, job) => {
    const settle = Promise.withResolvers<void>()
    if (arriving.push({ kind, job, body: JSON.stringify(job.body), settle }) === 1) setImmediate(commitArrived)
    await settle.promise
  }
}
