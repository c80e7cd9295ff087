import { randomUUIDv7 } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Problem } from '@w2meet/contract'
import { caseIdOf } from './case-id.ts'
import type { HttpConnections } from './http-connections.ts'
import type { RefusalLog } from './refusal-log.ts'
import { answerProblem, problemBytes, refusalOfBytes } from './refusals.ts'

type Dependencies = { connections: HttpConnections; refusals: RefusalLog }

/** Answers what the handler of a server does not get, in the shape of all errors; each refusal ends its connection. */
export function createHttpRefuser({ connections, refusals }: Dependencies) {
  /** Refuses a request that was read. */
  function refuse(request: IncomingMessage, response: ServerResponse, refusal: Problem): void {
    const caseId = caseIdOf(request)
    refusals.refused({ caseId, status: refusal.status, reason: refusal.message })
    answerLast(request.socket, response, caseId, refusal)
  }

  /** Answers on a response, after the earlier answers of its connection. */
  function answerLast(socket: Socket, response: ServerResponse, caseId: string, refusal: Problem): void {
    const connection = connections.find(socket)
    if (connection === undefined) return
    connection.isEnding = true
    const isNext = response.socket !== null
    // Node.js forgets a request that is answered, and would leave a handler that reads its body waiting for the rest.
    socket.once('close', () => response.req.destroy())
    response.shouldKeepAlive = false
    answerProblem(response, caseId, refusal)
    if (isNext) connections.end(socket, connection)
  }

  /** Refuses on a connection on which no answer is due. */
  function refuseSocket(socket: Socket, caseId: string, refusal: Problem): void {
    const connection = connections.find(socket)
    if (connection === undefined) return void socket.destroy()
    refusals.refused({ caseId, status: refusal.status, reason: refusal.message })
    socket.end(problemBytes(caseId, refusal))
    connections.end(socket, connection)
  }

  /** Refuses bytes that are not HTTP, or too many, or too late. */
  function refuseBytes(error: NodeJS.ErrnoException, stream: unknown): void {
    const socket = stream as Socket
    const connection = connections.find(socket)
    if (connection === undefined || error.code === 'ECONNRESET' || error.code === 'EPIPE') return void socket.destroy()
    if (connection.isEnding) return
    // A browser opens some connections in case it needs them, and might take a 408 for the answer to a request that crosses it.
    if (!socket.writable || socket.bytesRead === 0) return void socket.destroy()

    const refusal = refusalOfBytes(error)
    const { latest } = connection
    if (latest === undefined || (latest.req.complete && connection.unanswered === 0)) {
      refuseSocket(socket, randomUUIDv7(), refusal)
    } else if (latest.req.complete) {
      // The bytes follow a request whose answer is still to come, and the client would take the refusal for that answer.
      refusals.refused({ caseId: randomUUIDv7(), status: refusal.status, reason: refusal.message })
      connection.isEnding = true
      if (!latest.headersSent) latest.shouldKeepAlive = false
      latest.once('close', () => socket.destroy())
    } else if (latest.headersSent || error.code === 'HPE_INVALID_EOF_STATE') {
      // The client would take a second answer for a part of the first; one that went away within its body reads none.
      socket.destroy()
    } else answerLast(socket, latest, caseIdOf(latest.req), refusal)
  }

  return { refuse, refuseSocket, refuseBytes }
}

export type HttpRefuser = ReturnType<typeof createHttpRefuser>
