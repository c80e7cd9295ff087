import { createServer } from 'node:net'

/** Below what Linux gives to outgoing connections, so that a server that is restarted finds its port free. */
const LOWEST = 10_000
const HIGHEST = 32_000

/** A port on 127.0.0.1 that nothing listens on now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    if (await isFreePort(port)) return port
  }
}

function isFreePort(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const server = createServer()
  server.once('error', () => resolve(false))
  server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)))
  return promise
}
