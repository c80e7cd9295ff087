import { randomUUIDv7 } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, ListenOptions, Socket } from 'node:net'
import { type Problem, problem } from '@w2meet/contract'
import { caseIdOf } from './case-id.ts'
import { systemClock } from './clock.ts'
import { createHttpConnections } from './http-connections.ts'
import { HTTP_LIMITS, type HttpLimits } from './http-limits.ts'
import type { Log } from './log.ts'
import { createRefusalLog } from './refusal-log.ts'
import { answerProblem, problemBytes, refusalOf, refusalOfBytes, refusalOfConnect } from './refusals.ts'
import { StartError } from './settings.ts'

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void

export type HttpServer = {
  url: string
  port: number
  /** Accepts nothing new and waits for what was accepted, `drainMs` at most. */
  close(): Promise<void>
}

export type ServingOptions = {
  drainMs?: number
  /** Gets a line for what the server refuses itself; the handler logs what it is given. */
  log?: Log
  limits?: Partial<HttpLimits>
}

/** Listens; port 0 takes a free one. Throws a StartError where the port cannot be had. */
export async function openHttpServer(
  handler: HttpHandler,
  { host, port, ...options }: ServingOptions & { host: string; port: number },
): Promise<HttpServer> {
  const { server, close } = await listen({ host, port }, handler, options).catch((error) => {
    throw new StartError(whyNotListening(error, host, port), { cause: error })
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    port: address.port,
    close,
  }
}

/** Listens wherever a server can. Rejects with the error of Node.js where that is not possible. */
export async function listen(
  place: ListenOptions,
  handler: HttpHandler,
  { drainMs = 10_000, log, limits: others = {} }: ServingOptions,
): Promise<{ server: Server; close(): Promise<void> }> {
  const limits = { ...HTTP_LIMITS, ...others }
  const refusals = createRefusalLog({ log, clock: systemClock })
  const connections = createHttpConnections(limits)
  let closing = false
  const answering = new Set<ServerResponse>()

  const server = createServer({
    // Answered here instead, in the shape of all errors.
    requireHostHeader: false,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkEveryMs,
  })
  server.timeout = limits.silentMs
  server.maxConnections = limits.maxConnections
  server.maxHeadersCount = limits.maxHeaders + 1
  server.on('connection', connections.add)
  server.on('drop', () => refusals.dropped(`${limits.maxConnections} connections are open, which is the most`))
  server.on('request', (request, response) => {
    if (takeIn(request, response)) handler(request, response)
  })
  server.on('checkExpectation', (request, response) => {
    const { expect = '' } = request.headers
    if (takeIn(request, response)) refuse(request, response, problem('expectation_failed', { expect }, ['header', 'expect']))
  })
  server.on('clientError', refuseBytes)
  server.on('connect', (request, stream) => {
    const { socket } = request
    // Node.js is done with them: an error of either would end the process if nobody listened.
    for (const one of [stream, socket]) one.on('error', () => {})
    socket.resume()
    refuseSocket(socket, caseIdOf(request), refusalOfConnect())
  })

  /** Whether a request is the handler's; otherwise it was refused. From here on it carries its Case-Id. */
  function takeIn(request: IncomingMessage, response: ServerResponse): boolean {
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
    if (refusal !== undefined) refuse(request, response, refusal)
    return refusal === undefined
  }

  /** Refuses a request that the handler does not get. */
  function refuse(request: IncomingMessage, response: ServerResponse, refusal: Problem): void {
    const caseId = caseIdOf(request)
    refusals.refused({ caseId, status: refusal.status, reason: refusal.message })
    answerLast(request.socket, response, caseId, refusal)
  }

  /** Answers what ends a connection. Where earlier answers are still to come, they come first. */
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
      // They follow a request whose answer is still to come, and would be taken for it.
      refusals.refused({ caseId: randomUUIDv7(), status: refusal.status, reason: refusal.message })
      connection.isEnding = true
      if (!latest.headersSent) latest.shouldKeepAlive = false
      latest.once('close', () => socket.destroy())
    } else if (latest.headersSent || error.code === 'HPE_INVALID_EOF_STATE') {
      // A second answer would be taken for a part of the first, and a client that went away within its body reads none.
      socket.destroy()
    } else answerLast(socket, latest, caseIdOf(latest.req), refusal)
  }

  const listening = Promise.withResolvers<void>()
  server.once('error', listening.reject)
  server.listen(place, listening.resolve)
  await listening.promise
  server.off('error', listening.reject)
  const checking = setInterval(() => {
    connections.destroyOverdue()
    refusals.tellLeftOut()
  }, limits.checkEveryMs)

  return {
    server,
    async close() {
      closing = true
      for (const response of answering) response.shouldKeepAlive = false
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      const tidy = setInterval(() => {
        server.closeIdleConnections()
        connections.destroyUnused()
      }, 50)
      const enough = setTimeout(connections.destroyAll, drainMs)
      await closed.promise
      clearInterval(tidy)
      clearTimeout(enough)
      clearInterval(checking)
      refusals.tellLeftOut(true)
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
