import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import { needProgram } from './require-program.ts'
import { startServer } from './server-process.ts'
import { serverUser } from './server-user.ts'
import { openTemporaryFolder } from './temporary-folder.ts'

/** How PostgreSQL may be stopped: it waits for clients to leave, sends them away, or drops everything. */
type StopSignal = 'SIGTERM' | 'SIGINT' | 'SIGQUIT'

/** A private PostgreSQL with one empty database. */
export type PostgresServer = {
  url: string
  /** The process that serves now, or served last. */
  readonly pid: number
  /** Keeps the data. Clients are sent away unless another signal is given. */
  stop(signal?: StopSignal): Promise<void>
  /** Stops it if it runs, and starts it with its data at the same address. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** `fsync` makes it as durable, and as slow, as one in production. Cost: about two seconds. */
export async function openPostgres({ fsync = false }: { fsync?: boolean } = {}): Promise<PostgresServer> {
  const initdb = await needProgram('initdb', 'postgresql')
  const program = await needProgram('postgres', 'postgresql')
  const user = serverUser('postgres', 'nobody')
  const folder = await openTemporaryFolder('postgres', user)
  const data = join(folder.path, 'data')
  const init = ['-D', data, '--username=w2meet', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
  await promisify(execFile)(initdb, init, { cwd: folder.path, ...user })

  const port = await freePort()
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: fsync ? 'on' : 'off',
    // Kept in the folder, which is removed whatever happens.
    dynamic_shared_memory_type: 'mmap',
  }
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const start = () => startServer({ program, args, ready: /ready to accept connections/, folder: folder.path, user })
  let server = await start()

  return {
    url: `postgres://w2meet@127.0.0.1:${port}/postgres`,
    get pid() {
      return server.pid
    },
    stop: (signal = 'SIGINT') => server.end(signal),
    async restart() {
      await server.end('SIGINT')
      server = await start()
    },
    async close() {
      await server.end('SIGQUIT')
      await folder.close()
    },
  }
}
