import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be cut while others still reach it. */
export type CuttableLink = {
  url: string
  /** Bytes no longer pass, in either direction; connections stay open, and new ones are accepted. */
  cut(): void
  /** What was under way when it was cut is lost. */
  mend(): void
  close(): Promise<void>
}

export async function openCuttableLink(to: string): Promise<CuttableLink> {
  const target = new URL(to)
  const sockets = new Set<Socket>()
  let isCut = false

  const server = createServer((client) => {
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

  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true
    },
    mend() {
      isCut = false
      dropAll()
    },
    async close() {
      dropAll()
      server.close()
      await once(server, 'close')
    },
  }
}
