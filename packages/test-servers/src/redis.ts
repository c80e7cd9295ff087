import { freePort } from './free-port.ts'
import { needProgram } from './require-program.ts'
import { startServer } from './server-process.ts'
import { openTemporaryFolder } from './temporary-folder.ts'

/** A private Redis that keeps nothing on disk. */
export type RedisServer = {
  url: string
  /** The process that serves now, or served last. */
  readonly pid: number
  /** Freezes the server (SIGSTOP): it keeps its connections and accepts new ones, and answers nothing. */
  freeze(): void
  thaw(): void
  /** Ends it at once (SIGKILL); what it held is lost. */
  kill(): Promise<void>
  /** Ends it if it runs, and starts it empty at the same address. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function openRedis(): Promise<RedisServer> {
  const program = await needProgram('redis-server', 'redis-server')
  const folder = await openTemporaryFolder('redis')
  const port = await freePort()
  const args = ['--bind', '127.0.0.1', '--port', `${port}`, '--save', '', '--appendonly', 'no', '--dir', folder.path]
  const start = () => startServer({ program, args, ready: /Ready to accept connections/, folder: folder.path })
  let server = await start()

  return {
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return server.pid
    },
    freeze: () => void process.kill(server.pid, 'SIGSTOP'),
    thaw: () => void process.kill(server.pid, 'SIGCONT'),
    kill: () => server.end('SIGKILL'),
    async restart() {
      await server.end('SIGKILL')
      server = await start()
    },
    async close() {
      await server.end('SIGKILL')
      await folder.close()
    },
  }
}
