import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { JOB_KINDS, type JobKind } from '@w2meet/contract'
import type { JobQueues } from '@w2meet/job-queue'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { openRabbitmqJobQueues } from '@w2meet/job-queue/rabbitmq'
import { openRabbitmq, openTemporaryFolder } from '@w2meet/test-servers'
import { leaveInFormerFile, leaveInFormerQueues } from '../../../../packages/job-queue/test/former-stores.ts'

type FormerJobs = Parameters<typeof leaveInFormerFile>[1]

/** Where the queues of a test are kept, each time new ones. */
export type JobStore = {
  /** With what a version of one queue for all kinds left there. */
  open(former?: FormerJobs): Promise<JobQueues<JobKind>>
  close(): Promise<void>
}

const RETRY_DELAYS_MS = [5, 20]

async function openFileStore(): Promise<JobStore> {
  const folder = await openTemporaryFolder('jobs')
  return {
    async open(former) {
      const file = join(folder.path, randomUUID())
      if (former !== undefined) leaveInFormerFile(file, former)
      return openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds: JOB_KINDS, retryDelaysMs: RETRY_DELAYS_MS })
    },
    close: folder.close,
  }
}

async function openBrokerStore(): Promise<JobStore> {
  const broker = await openRabbitmq()
  return {
    async open(former) {
      const name = `jobs-${randomUUID()}`
      if (former !== undefined) await leaveInFormerQueues(broker.url, name, RETRY_DELAYS_MS, former)
      return openRabbitmqJobQueues({ url: broker.url, name, kinds: JOB_KINDS, retryDelaysMs: RETRY_DELAYS_MS })
    },
    close: broker.close,
  }
}

export const JOB_STORES: readonly [string, () => Promise<JobStore>][] = [
  ['the embedded queues', openFileStore],
  ['RabbitMQ', openBrokerStore],
]
