import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench } from './bench.ts'
import { findFreePort } from './probe.ts'
import { type ServerProcess, startServer } from './server-process.ts'

export const repository = join(import.meta.dirname, '../..')
const helloServer = fileURLToPath(new URL('./hello-server.ts', import.meta.url))

export const createDataFolder = ({ folder }: Bench) => mkdtemp(join(folder, 'data-'))

/** The whole system, as `npm start` runs it, its log in a file. */
export async function startSystem(
  { folder, signal }: Bench,
  { dataFolder, nodeFlags = [] }: { dataFolder: string; nodeFlags?: readonly string[] },
): Promise<ServerProcess> {
  const port = await findFreePort()
  return startServer({
    args: [...nodeFlags, 'embedded/src/main.ts'],
    port,
    cwd: repository,
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'info', W2MEET_DATA_DIR: dataFolder },
    stdoutFile: join(folder, 'system.log'),
    signal,
  })
}

export async function startHello({ folder, signal }: Bench, { bodyBytes }: { bodyBytes: number }): Promise<ServerProcess> {
  const port = await findFreePort()
  return startServer({
    args: [helloServer, String(port), String(bodyBytes)],
    port,
    cwd: repository,
    env: process.env,
    stdoutFile: join(folder, 'hello.log'),
    signal,
  })
}
