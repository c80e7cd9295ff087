import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/** A mail server whose answer to the first command has no end: it always says a little more, so that no silence lasts. */
export async function openTricklingSmtp() {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    let trickle: NodeJS.Timeout | undefined
    socket.write('220 hello\r\n')
    socket.once('data', () => {
      trickle = setInterval(() => socket.write('250-wait\r\n'), 10)
    })
    socket.on('close', () => {
      clearInterval(trickle)
      sockets.delete(socket)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}`,
    /** How many clients listen to it. */
    listening: () => sockets.size,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
