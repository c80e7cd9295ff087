import { existsSync } from 'node:fs'
import { type Answer, createClient, type Input, type Operation } from '@w2meet/contract'
import { openHttpTransport, StartError, systemClock, urlsOf } from '@w2meet/service-kit'
import { ask } from './ask.ts'
import { type AskedService, TIMEOUT_MS } from './asked-service.ts'
import { type JobsSettings, readJobsSettings } from './settings.ts'

/**
 * Asks the worker-service of the system that the settings are about: of services apart, of the system that runs on the data
 * folder or, where none does, one that is made in this process. Throws a StartError that says why it does not answer.
 */
export async function askWorkerService<O extends Operation>(operation: O, input: Input<O>): Promise<Answer<O>> {
  return ask(await openWorkerService(readJobsSettings()), operation, input)
}

async function openWorkerService(settings: JobsSettings): Promise<AskedService> {
  const { W2MEET_DATA_DIR: folder, QUEUE_NAME: name, WORKER_BACKENDS: backends, RABBITMQ_URL } = settings
  if (backends !== undefined) return openApart(urlsOf(backends))
  if (existsSync(folder)) {
    // Import only where a folder is there: the image of the services has no embedded system.
    const { findRunning } = await import('./running-system.ts')
    const running = await findRunning(folder, 'worker-service')
    if (running !== undefined) return running
    if (RABBITMQ_URL === undefined) return (await import('./stopped-worker-service.ts')).openStopped(folder, name)
  }
  if (RABBITMQ_URL !== undefined) return openApart([ownUrl(settings)])
  throw new StartError(
    `There is no folder ${folder}; set W2MEET_DATA_DIR to the folder of the system, or WORKER_BACKENDS to where worker-service is.`,
  )
}

function openApart(urls: string[]): AskedService {
  const { send, close } = openHttpTransport('worker-service', urls, systemClock)
  const place = urls.map((url) => new URL(url).host).join(', ')
  return { client: createClient('worker-service', send, { timeoutMs: TIMEOUT_MS }), place, close }
}

/** With RABBITMQ_URL set, the command runs beside worker-service, by the same settings: in its container, for one. */
function ownUrl({ HOST: host, PORT: port }: JobsSettings): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}
