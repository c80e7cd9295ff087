import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import { needProgram } from './require-program.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { openTemporaryFolder } from './temporary-folder.ts'

/** A private RabbitMQ without plugins; its data is synced to disk as in production. */
export type RabbitmqServer = {
  url: string
  /** The process that serves now, or served last. */
  readonly pid: number
  /** Freezes the server (SIGSTOP): it keeps its connections and accepts new ones, and answers nothing. */
  freeze(): void
  thaw(): void
  /**
   * Resolves once it has written down that it has these quorum queues, some seconds after they were declared. One that is
   * killed before has them broken for good, or starts them anew and empty (RabbitMQ 3.10).
   */
  hasNoted(queues: readonly string[]): Promise<void>
  /** Has it raise its alarm of memory, by which it takes nothing from who publishes, or end it. Cost: about a second. */
  setAlarm(raised: boolean): Promise<void>
  /** The names of all queues there are. Cost: about a second. */
  queues(): Promise<string[]>
  /** Ends it at once (SIGKILL), and keeps the data. */
  kill(): Promise<void>
  /** Ends it if it runs, and starts it with its data at the same address. */
  restart(): Promise<void>
  close(): Promise<void>
}

const NODE = 'w2meet@localhost'
/** What Debian has on everybody's path changes the user first, so that its process is not the server's. */
const DEBIANS_OWN = '/usr/lib/rabbitmq/bin/rabbitmq-server'

/** Cost: about three seconds, and 150 MB. */
export async function openRabbitmq(): Promise<RabbitmqServer> {
  const onPath = await needProgram('rabbitmq-server', 'rabbitmq-server')
  const program = existsSync(DEBIANS_OWN) ? DEBIANS_OWN : onPath
  const folder = await openTemporaryFolder('rabbitmq')
  const epmdPort = await freePort()
  const port = await freePort()
  const environment = {
    ...(await placesIn(folder.path)),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: `${epmdPort}`,
    RABBITMQ_NODENAME: NODE,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: `${port}`,
    RABBITMQ_DIST_PORT: `${await freePort()}`,
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    RABBITMQ_LOGS: '-',
    ERL_CRASH_DUMP_SECONDS: '0',
    // Its script then becomes the server, instead of waiting for it.
    detached: 'true',
  }
  const epmd = await startEpmd(epmdPort, folder.path)
  const start = () => startServer({ program, args: [], ready: /Server startup complete/, folder: folder.path, environment })
  let server = await start()

  async function control(args: readonly string[]): Promise<string> {
    const env = { ...process.env, ...environment }
    const { stdout } = await promisify(execFile)(join(dirname(program), 'rabbitmqctl'), args, { cwd: folder.path, env })
    return stdout
  }

  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    get pid() {
      return server.pid
    },
    freeze: () => void process.kill(server.pid, 'SIGSTOP'),
    thaw: () => void process.kill(server.pid, 'SIGCONT'),
    async hasNoted(queues) {
      const notes = join(folder.path, 'data', NODE, 'quorum', NODE, 'names.dets')
      const missing = async () => {
        const text = await readFile(notes, 'latin1')
        return queues.some((queue) => !text.includes(asErlangAtom(`%2F_${queue}`)))
      }
      while (await missing()) await setTimeout(50)
    },
    setAlarm: async (raised) => void (await control(['set_vm_memory_high_watermark', raised ? '0.00001' : '0.6'])),
    async queues() {
      const stdout = await control(['--silent', 'list_queues', 'name', '--no-table-headers'])
      return stdout.split('\n').filter((line) => line !== '')
    },
    kill: () => server.end('SIGKILL'),
    async restart() {
      await server.end('SIGKILL')
      server = await start()
    },
    async close() {
      await server.end('SIGKILL')
      await epmd.end('SIGKILL')
      await folder.close()
    },
  }
}

/** A name as it is written on disk: after its length, without which it would be found in every longer one. */
function asErlangAtom(name: string): string {
  return String.fromCharCode(name.length) + name
}

/** Erlang's directory of nodes, without which RabbitMQ does not start. It would start a common one, and leave it behind. */
async function startEpmd(port: number, folder: string): Promise<ServerProcess> {
  const program = await needProgram('epmd', 'erlang-base')
  // Debugging output, since it says nothing otherwise.
  const args = ['-d', '-address', '127.0.0.1', '-port', `${port}`]
  return startServer({ program, args, ready: /epmd running/, folder })
}

/** Everything it reads or writes, so that it neither takes from the machine's own RabbitMQ nor leaves anything. */
async function placesIn(folder: string): Promise<Record<string, string>> {
  const plugins = join(folder, 'enabled_plugins')
  const settings = join(folder, 'rabbitmq-env.conf')
  await writeFile(plugins, '[].')
  await writeFile(settings, '')
  return {
    HOME: folder, // its Erlang cookie
    RABBITMQ_CONF_ENV_FILE: settings,
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
  }
}
