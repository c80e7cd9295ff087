import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be cut while others still reach it. */
export type CuttableLink = {
  url: string
  /** Bytes no longer pass, in either direction; connections stay open, and new ones are accepted. */
  cut(): void
  /** What was under way when it was cut is lost. */
  mend(): void
  /** How many connections there have been: one more for each that its client has given up. */
  connections(): number
  close(): Promise<void>
}

export async function openCuttableLink(to: string): Promise<CuttableLink> {
  const target = new URL(to)
  const sockets = new Set<Socket>()
  let isCut = false
  let connections = 0

  const server = createServer((client) => {
    connections++
    const upstream = connect(Number(target.port), target.hostname)
    for (const [from, into] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => isCut || into.write(bytes))
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        into.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const dropAll = () => {
    for (const socket of sockets) socket.destroy()
  }

  const url = new URL(to)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    cut() {
      isCut = true
    },
    mend() {
      isCut = false
      dropAll()
    },
    connections: () => connections,
    async close() {
      dropAll()
      server.close()
      await once(server, 'close')
    },
  }
}
