import { once } from 'node:events'
import { connect } from 'node:net'
import { createClient } from '@w2meet/contract'
import { operatorSocketIn } from '@w2meet/embedded/operator-socket'
import { openHttpTransport, openShortPath, systemClock } from '@w2meet/service-kit'
import { type AskedService, TIMEOUT_MS } from './asked-service.ts'

/** A service of the system that runs on this data folder; undefined where none listens there. */
export async function findRunning(folder: string, service: string): Promise<AskedService | undefined> {
  const socket = operatorSocketIn(folder)
  const short = await openShortPath(socket)
  if (!(await isListening(short.path))) {
    await short.close()
    return undefined
  }
  const transport = openHttpTransport(service, ['http://operator'], systemClock, { socketPath: short.path })
  const send: typeof transport.send = (request) => transport.send({ ...request, target: `/${service}${request.target}` })
  return {
    client: createClient(service, send, { timeoutMs: TIMEOUT_MS }),
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
