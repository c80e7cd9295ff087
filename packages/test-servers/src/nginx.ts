import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import { needProgram } from './require-program.ts'
import { startServer } from './server-process.ts'
import { openTemporaryFolder } from './temporary-folder.ts'

export type NginxServer = {
  url: string
  readonly pid: number
  /** Where its files are: those that its configuration names. */
  folder: string
  /** The output of `nginx -t` for its configuration: two lines where that is valid. */
  test(): Promise<string[]>
  close(): Promise<void>
}

/** A private nginx. Its configuration is made for the address it is to listen on and a folder that it may write to. */
export async function openNginx(
  confOf: (place: { listen: string; folder: string }) => string | Promise<string>,
): Promise<NginxServer> {
  const program = await needProgram('nginx', 'nginx')
  const folder = await openTemporaryFolder('nginx')
  const listen = `127.0.0.1:${await freePort()}`
  const conf = join(folder.path, 'nginx.conf')
  await writeFile(conf, await confOf({ listen, folder: folder.path }))

  const args = ['-p', folder.path, '-c', conf, '-e', 'stderr']
  // It says that it has started only where it is asked for notices. Where it can, it would change its user, whom the folder is closed to.
  const settings = ['daemon off;', 'error_log stderr notice;', ...(process.getuid?.() === 0 ? ['user root;'] : [])]
  const server = await startServer({
    program,
    args: [...args, '-g', settings.join(' ')],
    ready: /start worker processes/,
    folder: folder.path,
  })
  return {
    url: `http://${listen}`,
    pid: server.pid,
    folder: folder.path,
    async test() {
      const { stderr } = await promisify(execFile)(program, ['-t', ...args])
      return stderr.trim().split('\n')
    },
    async close() {
      await server.end('SIGTERM')
      await folder.close()
    },
  }
}
