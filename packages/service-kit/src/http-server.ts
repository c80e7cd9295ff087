import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, type ListenOptions, Server as NetServer } from 'node:net'
import { problem } from '@w2meet/contract'
import { caseIdOf } from './case-id.ts'
import { systemClock } from './clock.ts'
import { createHttpConnections } from './http-connections.ts'
import { createHttpIntake } from './http-intake.ts'
import { HTTP_LIMITS, type HttpLimits } from './http-limits.ts'
import { createHttpRefuser } from './http-refuser.ts'
import type { Log } from './log.ts'
import { createRefusalLog } from './refusal-log.ts'
import { refusalOfConnect } from './refusals.ts'
import { StartError } from './settings.ts'

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void

export type HttpServer = {
  url: string
  port: number
  /** Accepts no new connection, and waits for the requests that were accepted, `drainMs` at most. */
  close(): Promise<void>
}

export type ServingOptions = {
  drainMs?: number
  /** Gets a line for each request that the server itself refuses; the handler logs its own. */
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
  { drainMs = 5_000, log, limits: others = {} }: ServingOptions,
): Promise<{ server: Server; close(): Promise<void> }> {
  const limits = { ...HTTP_LIMITS, ...others }
  const refusals = createRefusalLog({ log, clock: systemClock })
  const connections = createHttpConnections(limits)
  const refuser = createHttpRefuser({ connections, refusals })
  const intake = createHttpIntake({ connections, refusals, refuser, limits })

  const server = createServer({
    // The intake refuses a request without a Host instead, in the shape of all errors.
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
  server.on('drop', () => {
    refusals.dropped(`${limits.maxConnections} connections are open, which is the most`)
    connections.destroyIdle(limits.idleMs)
  })
  server.on('request', (request, response) => {
    if (intake.takeIn(request, response)) handler(request, response)
  })
  server.on('checkExpectation', (request, response) => {
    const { expect = '' } = request.headers
    const refusal = problem('expectation_failed', { expect }, ['header', 'expect'])
    if (intake.takeIn(request, response)) refuser.refuse(request, response, refusal)
  })
  server.on('clientError', refuser.refuseBytes)
  server.on('connect', (request, stream) => {
    const { socket } = request
    // Node.js listens to neither any more, and an error of either would end the process if nobody did.
    for (const one of [stream, socket]) one.on('error', () => {})
    socket.resume()
    refuser.refuseSocket(socket, caseIdOf(request), refusalOfConnect())
  })

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
      intake.close()
      const closed = Promise.withResolvers<void>()
      // Not by the server of HTTP, which would close idle connections at once, and with them what is on its way.
      NetServer.prototype.close.call(server, () => closed.resolve())
      const tidy = setInterval(() => {
        connections.destroyIdle(limits.lastRequestMs)
        connections.destroyUnused(limits.lastRequestMs)
      }, limits.lastRequestMs)
      const enough = setTimeout(connections.destroyAll, drainMs)
      await closed.promise
      server.close()
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
