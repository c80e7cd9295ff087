import { once } from 'node:events'
import { connect } from 'node:net'
import { createClient } from '@w2meet/contract'
import { operatorSocketIn } from '@w2meet/embedded/operator-socket'
import { openStoppedJobs } from '@w2meet/embedded/stopped-jobs'
import { createInProcessClient, createLog, openHttpTransport, openShortPath, systemClock } from '@w2meet/service-kit'
import { createWorkerService } from '@w2meet/worker-service'
import { TIMEOUT_MS, type WorkerService } from './worker-service.ts'

/** The worker-service of the system that runs on this data folder; undefined where none listens there. */
export async function findRunning(folder: string): Promise<WorkerService | undefined> {
  const socket = operatorSocketIn(folder)
  const short = await openShortPath(socket)
  if (!(await isListening(short.path))) {
    await short.close()
    return undefined
  }
  const transport = openHttpTransport('worker-service', ['http://operator'], systemClock, { socketPath: short.path })
  const send: typeof transport.send = (request) => transport.send({ ...request, target: `/worker-service${request.target}` })
  return {
    client: createClient('worker-service', send, { timeoutMs: TIMEOUT_MS }),
    place: socket,
    async close() {
      await transport.close()
      await short.close()
    },
  }
}

async function isListening(socketPath: string): Promise<boolean> {
  const socket = connect(socketPath)
  const connected = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return connected
}

/** A worker-service in this process, over the jobs of a data folder in which no system runs, nor can until it is closed. */
export async function openStopped(folder: string, queueName: string): Promise<WorkerService> {
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
