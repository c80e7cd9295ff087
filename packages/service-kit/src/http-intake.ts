import type { IncomingMessage, ServerResponse } from 'node:http'
import { caseIdOf } from './case-id.ts'
import type { HttpConnections } from './http-connections.ts'
import type { HttpLimits } from './http-limits.ts'
import type { HttpRefuser } from './http-refuser.ts'
import type { RefusalLog } from './refusal-log.ts'
import { refusalOf } from './refusals.ts'

type Dependencies = { connections: HttpConnections; refusals: RefusalLog; refuser: HttpRefuser; limits: HttpLimits }

/** Decides which of the requests that Node.js could read the handler gets. */
export function createHttpIntake({ connections, refusals, refuser, limits }: Dependencies) {
  let closing = false
  const answering = new Set<ServerResponse>()

  return {
    /** Whether a request is the handler's; otherwise it was refused. From here on it carries its Case-Id. */
    takeIn(request: IncomingMessage, response: ServerResponse): boolean {
      const connection = connections.find(request.socket)
      if (connection === undefined || connection.isEnding || request.socket.destroyed) return false
      connections.began(connection, response)
      request.headers['case-id'] = caseIdOf(request)
      // A kept-alive connection would otherwise hold the server open, and bring it new requests.
      if (closing) response.shouldKeepAlive = false
      else {
        answering.add(response)
        response.once('close', () => answering.delete(response))
      }
      if (connection.unanswered > limits.maxPipelined) {
        refusals.dropped(`more than ${limits.maxPipelined} requests of the connection are unanswered`)
        request.socket.destroy()
        return false
      }
      const refusal = refusalOf(request, limits.maxHeaders)
      if (refusal !== undefined) refuser.refuse(request, response, refusal)
      return refusal === undefined
    },
    /** From now on each answer ends its connection. */
    close(): void {
      closing = true
      for (const response of answering) response.shouldKeepAlive = false
    },
  }
}
