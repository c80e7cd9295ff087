import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { JOB_KINDS, type JobKind } from '@w2meet/contract'
import type { JobQueues } from '@w2meet/job-queue'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { StartError } from '@w2meet/service-kit'
import { jobsFileIn } from './data-folder.ts'
import { FolderInUse, lockFolder, notAnswering } from './folder-lock.ts'
import { readJobsIdentity } from './jobs-file.ts'

/**
 * Opens the jobs of a data folder in which nothing runs; no system can start there until they are closed. Throws a StartError
 * that says why the jobs cannot be opened; the folder then stays as it is.
 */
export async function openStoppedJobs(
  folder: string,
  name: string,
): Promise<{ queues: JobQueues<JobKind>; close(): Promise<void> }> {
  const file = jobsFileIn(folder)
  if (!existsSync(file)) {
    throw new StartError(
      `There are no jobs in ${folder}; set W2MEET_DATA_DIR to the folder of the system, or WORKER_BACKENDS to where worker-service is.`,
    )
  }
  const lock = await lockFolder(resolve(folder)).catch((error) => {
    throw error instanceof FolderInUse ? notAnswering(resolve(folder), error) : error
  })
  try {
    await readJobsIdentity(file)
    const queues = openEmbeddedJobQueues({ name, file, kinds: JOB_KINDS })
    return {
      queues,
      async close() {
        await queues.close()
        lock.close()
      },
    }
  } catch (error) {
    lock.close()
    if (error instanceof StartError) throw error
    throw new StartError(`${file} is damaged (${(error as Error).message}); restore the data folder from a backup.`, {
      cause: error,
    })
  }
}
