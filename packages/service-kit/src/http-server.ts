import { randomUUIDv7 } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type Problem, problem } from '@w2meet/contract'
import { caseIdOf } from './case-id.ts'
import { StartError } from './settings.ts'

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void

export type HttpServer = {
  url: string
  port: number
  /** Accepts nothing new and waits for what was accepted, `drainMs` at most. */
  close(): Promise<void>
}

/** Listens; port 0 takes a free one. Throws a StartError where the port cannot be had. */
export async function openHttpServer(
  handler: HttpHandler,
  { host, port, drainMs = 10_000 }: { host: string; port: number; drainMs?: number },
): Promise<HttpServer> {
  let closing = false
  const answering = new Set<ServerResponse>()
  // Answered here instead, in the shape of all errors.
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    // A kept-alive connection would otherwise hold the server open, and bring it new requests.
    if (closing) response.shouldKeepAlive = false
    else {
      answering.add(response)
      response.once('close', () => answering.delete(response))
    }
    if (request.headers.host === undefined && request.httpVersion === '1.1') {
      answerProblem(response, caseIdOf(request), problem('request_malformed', { reason: 'it has no Host' }, ['header', 'host']))
    } else handler(request, response)
  })
  server.on('checkExpectation', (request, response) => {
    const { expect = '' } = request.headers
    answerProblem(response, caseIdOf(request), problem('expectation_failed', { expect }, ['header', 'expect']))
  })
  server.on('clientError', answerUnreadable)

  const listening = Promise.withResolvers<void>()
  server.once('error', listening.reject)
  server.listen({ host, port }, listening.resolve)
  await listening.promise.catch((error) => {
    throw new StartError(whyNotListening(error, host, port), { cause: error })
  })
  server.off('error', listening.reject)

  const address = server.address() as AddressInfo
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    port: address.port,
    async close() {
      closing = true
      for (const response of answering) response.shouldKeepAlive = false
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      const tidy = setInterval(() => server.closeIdleConnections(), 50)
      const enough = setTimeout(() => server.closeAllConnections(), drainMs)
      await closed.promise
      clearInterval(tidy)
      clearTimeout(enough)
    },
  }
}

function whyNotListening({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program; stop that one or set PORT to another.`
    case 'EACCES':
      return `Port ${port} on ${host} may not be used by this user; set PORT to one above 1023.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine; set HOST to 127.0.0.1 or 0.0.0.0.`
    default:
      return `Cannot listen on ${host}, port ${port}: ${message}`
  }
}

/** Answers what is not HTTP, or has too large headers, in the shape of all errors, and hangs up. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const refusal = refusalOf(error)
  const caseId = randomUUIDv7()
  const body = JSON.stringify({ case_id: caseId, detail: refusal.detail })
  socket.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\nContent-Type: application/json; charset=utf-8\r\nCase-Id: ${caseId}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

function refusalOf({ code }: NodeJS.ErrnoException): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problem('headers_too_large', {}, ['header'])
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem('request_timed_out', {}, ['body'])
    default:
      return problem('request_malformed', { reason: 'it is not valid HTTP' }, ['header'])
  }
}

/** Answers a problem on a response that nothing was written to. */
export function answerProblem(response: ServerResponse, caseId: string, { status, detail }: Problem): void {
  const body = JSON.stringify({ case_id: caseId, detail })
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'case-id': caseId,
  })
  response.end(body)
}
