import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Backend = {
  url: string
  /** The requests that reached the backend: method and path with query. */
  requests: string[]
  close(): Promise<void>
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void

/** Answers with what it was asked. */
const echo: Answer = (request, response, body) => {
  response.writeHead(200, {
    'content-type': 'application/json',
    connection: 'x-hop',
    'x-hop': 'between us',
    'x-end': 'for the client',
  })
  response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, bytes: body.length }))
}

/** A server in the place of a service replica, on a free port. */
export async function openBackend(answer: Answer = echo): Promise<Backend> {
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    requests.push(`${request.method} ${request.url}`)
    answer(request, response, Buffer.concat(chunks))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
