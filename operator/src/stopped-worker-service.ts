import { openStoppedJobs } from '@w2meet/embedded/stopped-jobs'
import { createInProcessClient, createLog, systemClock } from '@w2meet/service-kit'
import { createWorkerService } from '@w2meet/worker-service'
import { type AskedService, TIMEOUT_MS } from './asked-service.ts'

/** A worker-service in this process, over the jobs of a data folder in which no system runs, nor can until it is closed. */
export async function openStopped(folder: string, queueName: string): Promise<AskedService> {
  const { queues, close } = await openStoppedJobs(folder, queueName)
  const app = createWorkerService({ queues, log: createLog('silent', { write() {} }) })
  return {
    client: createInProcessClient('worker-service', [app], systemClock, { timeoutMs: TIMEOUT_MS }),
    place: folder,
    async close() {
      await app.close()
      await close()
    },
  }
}
