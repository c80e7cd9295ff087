import type { JobQueues } from '@w2meet/job-queue'
import type { RemoveOld } from '@w2meet/service-kit'
import type { Mailer } from './mailer.ts'

type Dependencies = {
  queues: Pick<JobQueues, 'dropDead'>
  mailer: Mailer
  /** How long dead jobs are kept after they died, and files of mails after they were written; where left out, for ever. */
  keptMs: { jobs?: number | undefined; mails?: number | undefined }
}

/** What the worker removes when it is old. */
export function createRemovals({ queues, mailer, keptMs: { jobs, mails } }: Dependencies): Record<string, RemoveOld> {
  return {
    'dead jobs': async (nowMs) => (jobs === undefined ? 0 : queues.dropDead(nowMs - jobs)),
    'files of mails': async (nowMs) => (mails === undefined ? 0 : mailer.dropOld(nowMs - mails)),
  }
}
