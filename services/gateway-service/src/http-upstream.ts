import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { Pool } from 'undici'
import type { Upstream } from './upstream.ts'

/** Headers of one connection, not of the message: RFC 9110 7.6.1. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** A replica over HTTP, with connections kept alive; bodies are streamed both ways. */
export function openHttpUpstream(url: string): Upstream & { close(): Promise<void> } {
  const pool = new Pool(url, { connections: 64, connectTimeout: 500 })
  return {
    async forward({ request, response, target, caseId }, silentMs) {
      const headers = endToEnd(request.headers)
      headers['case-id'] = caseId
      // Node.js has answered this header to the client itself.
      delete headers.expect
      const hasBody = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined
      const body = hasBody ? Readable.from(bodyOf(request), { objectMode: false }) : null
      const timeouts = { headersTimeout: silentMs, bodyTimeout: silentMs }
      await pool.stream(
        { method: request.method as 'GET', path: target, headers, body, opaque: response, ...timeouts },
        ({ statusCode, headers, opaque }) => (opaque as typeof response).writeHead(statusCode, endToEnd(headers)),
      )
    },
    close: () => pool.close(),
  }
}

/**
 * The body of a client's request. Where the service answers before it has all of the body, undici destroys the stream it was
 * given; a destroyed request takes the client's connection along, with the answer. So the rest is read here and forgotten.
 */
async function* bodyOf(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* request.iterator({ destroyOnReturn: false })
  } finally {
    request.resume()
  }
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const ofConnection = headers.connection?.toLowerCase().split(/\s*,\s*/) ?? []
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !ofConnection.includes(name)))
}
