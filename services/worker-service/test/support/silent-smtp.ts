import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** A mail server that takes each sender (MAIL FROM), and then says nothing any more. */
export async function openSilentSmtp() {
  const sockets: Socket[] = []
  let senders = 0
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}))
    socket.write('220 hello\r\n')
    createInterface(socket).on('line', (line) => {
      const isSender = line.startsWith('MAIL')
      if (isSender) senders++
      if (isSender || line.startsWith('EHLO')) socket.write('250 fine\r\n')
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}`,
    /** How many mails wait for its answer. */
    waiting: () => senders,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
