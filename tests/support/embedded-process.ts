import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { madeDataFolder } from './make-database.ts'
import { endLeftProcesses, type SpawnedProcess, spawnProcess } from './spawned-process.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const main = join(project, 'embedded/src/main.ts')
const operator = join(project, 'operator/src')

export function startEmbedded(environment: Record<string, string>, { umask }: { umask?: string } = {}): SpawnedProcess {
  const command = umask === undefined ? [] : ['sh', '-c', `umask ${umask}; exec "$@"`, 'sh']
  return spawnProcess([...command, process.execPath, main], { HOST: '127.0.0.1', PORT: '0', ...environment })
}

/** Starts the system by the command that a user gives. */
export function startByNpm(environment: Record<string, string>): SpawnedProcess {
  return spawnProcess(['npm', 'start', '--prefix', project], { PORT: '0', ...environment })
}

/** How a command of the operator ended, and what it said. */
type Said = { code: unknown; output: string }

/** Starts `npm run backup -- …`, or another command of the operator. */
export function startCommand(
  name: 'backup' | 'jobs' | 'restore',
  args: string[],
  environment: Record<string, string>,
): SpawnedProcess {
  return spawnProcess([process.execPath, join(operator, `${name}.ts`), ...args], environment)
}

/** Runs a command of the operator to its end. */
export async function runCommand(...command: Parameters<typeof startCommand>): Promise<Said> {
  const { ended, output } = startCommand(...command)
  const code = await ended
  return { code, output: output.join('\n') }
}

/** Runs `npm run jobs -- …` to its end. */
export function runJobs(args: string[], environment: Record<string, string>): Promise<Said> {
  return runCommand('jobs', args, environment)
}

/** The same as a data folder with an empty database in it. */
export async function folderWithDatabase(): ReturnType<typeof temporaryFolder> {
  const folder = await temporaryFolder()
  await cp(madeDataFolder, folder.path, { recursive: true })
  return folder
}

/** A folder that is removed with all that is in it, after the processes that a failed test left are ended. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'w2meet-'))
  return {
    path,
    async remove() {
      await endLeftProcesses()
      await rm(path, { recursive: true, force: true })
    },
  }
}
