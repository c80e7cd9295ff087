import { get } from 'node:http'
import { createServer } from 'node:net'

/** Whether one GET on a new connection is answered 2xx within a second. A refused connection says no at once. */
export function answers(url: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const request = get(url, { agent: false, timeout: 1_000 }, (response) => {
    response.resume()
    const { statusCode = 0 } = response
    response.once('close', () => resolve(statusCode >= 200 && statusCode < 300))
  })
  request.once('timeout', () => request.destroy())
  request.once('error', () => resolve(false))
  return promise
}

/** A port nobody listens on now; taken by asking the operating system and letting it go. */
export function findFreePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const server = createServer()
  server.once('error', reject)
  server.listen({ host: '127.0.0.1', port: 0 }, () => {
    const { port } = server.address() as { port: number }
    server.close(() => resolve(port))
  })
  return promise
}
