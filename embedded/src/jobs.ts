import { existsSync } from 'node:fs'
import { JOB_KINDS } from '@w2meet/contract'
import type { DeadJob, JobQueues } from '@w2meet/job-queue'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { openRabbitmqJobQueues } from '@w2meet/job-queue/rabbitmq'
import { StartError, visibleText } from '@w2meet/service-kit'
import { jobsFileIn } from './data-folder.ts'
import { readJobsIdentity } from './jobs-file.ts'
import { readJobsSettings } from './settings.ts'

const usage = `npm run jobs -- list          the jobs that were given up, and why
npm run jobs -- retry ID      send one of them again
npm run jobs -- retry --all   send all of them again`

async function openQueues(): Promise<JobQueues> {
  const { W2MEET_DATA_DIR, QUEUE_NAME: name, RABBITMQ_URL: url } = readJobsSettings()
  if (url !== undefined) {
    const queues = openRabbitmqJobQueues({ url, name, kinds: JOB_KINDS })
    try {
      await queues.ping()
      return queues
    } catch (error) {
      await queues.close()
      const reason = visibleText((error as Error).message)
      throw new StartError(`RabbitMQ at ${new URL(url).host} cannot be used: ${reason}.`, { cause: error })
    }
  }
  const file = jobsFileIn(W2MEET_DATA_DIR)
  if (!existsSync(file)) {
    throw new StartError(
      `There are no jobs in ${W2MEET_DATA_DIR}; set W2MEET_DATA_DIR to the folder of the system, or RABBITMQ_URL where it is distributed.`,
    )
  }
  try {
    await readJobsIdentity(file)
  } catch (error) {
    throw new StartError(`${file} is damaged (${(error as Error).message}); restore the data folder from a backup.`, {
      cause: error,
    })
  }
  return openEmbeddedJobQueues({ name, file, kinds: JOB_KINDS })
}

/** The operator's view of the dead letters, also while the system runs. */
async function run([command, id]: string[]): Promise<string> {
  const queues = await openQueues()
  try {
    if (command === 'list') return table(await queues.listDead())
    if (command === 'retry' && id === '--all') return `${await queues.retryDead()} jobs are sent again.`
    if (command === 'retry' && id !== undefined) return await retryOne(id)
    throw new StartError(usage)
  } finally {
    await queues.close()
  }

  async function retryOne(id: string): Promise<string> {
    if ((await queues.retryDead(id)) === 0)
      throw new StartError(`No job ${visibleText(id)} was given up; npm run jobs -- list shows those that were.`)
    return `Job ${visibleText(id)} is sent again.`
  }
}

/** A job and its end are in the words of others, a mail server among them; each is one line whatever is in it. */
function table(jobs: DeadJob[]): string {
  if (jobs.length === 0) return 'No jobs were given up.'
  return jobs
    .flatMap(({ id, kind, caseId, body, attempts, error, diedAtMs }) => [
      `${id}  ${kind} given up ${new Date(diedAtMs).toISOString()} after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`,
      `  reason   ${error}`,
      `  case     ${caseId}`,
      `  content  ${JSON.stringify(body)}`,
    ])
    .map(visibleText)
    .join('\n')
}

try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
