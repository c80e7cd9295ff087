import { closeInTime } from './close-in-time.ts'
import { type HttpHandler, openHttpServer } from './http-server.ts'
import { endOnStrayErrors, endSoon } from './last-resort.ts'
import { type Log, type LogLevel, openLog } from './log.ts'
import { warningOf } from './open-to-others.ts'
import { StartError } from './settings.ts'

/** The settings of every service, by the names of CONTRACT 9. */
type ServiceConfig = { HOST: string; PORT: number; LOG_LEVEL: LogLevel }

/** An HttpApp, or the gateway. */
type Serving = { ready(): PromiseLike<unknown>; routing: HttpHandler; close(): PromiseLike<unknown> }

export type Opening = {
  log: Log
  /** Closes a dependency when the service stops, after all that were opened later. By its name the log tells of one that hangs. */
  opened<T extends { close(): unknown }>(dependency: T, name?: string): T
}

/**
 * Runs a service as a process of its own: reads its settings (and `.env` where there is one), opens its dependencies, and
 * serves. At the first SIGTERM or SIGINT the service is no longer ready, accepts nothing new, answers what it has accepted,
 * and closes everything in reverse order of opening. Where it cannot start it says why in a sentence and exits with 1.
 */
export async function runService<C extends ServiceConfig>(
  service: string,
  readConfig: () => C,
  open: (config: C, opening: Opening) => Promise<Serving>,
): Promise<void> {
  try {
    loadEnvFile()
    const config = readConfig()
    const log = openLog({ level: config.LOG_LEVEL, terminal: process.stdout.isTTY })
    const serviceLog = log.child({ service })
    await using opening = new AsyncDisposableStack()
    let closing: string | undefined
    const opened: Opening['opened'] = (thing, name) =>
      opening.adopt(thing, async () => {
        closing = name
        await thing.close()
      })
    let close = () => opening.disposeAsync()
    endOnStrayErrors(serviceLog, () => close())

    const app = await open(config, { log, opened })
    await app.ready()
    const server = opened(
      await openHttpServer(app.routing, { host: config.HOST, port: config.PORT, log: serviceLog }),
      'requests in hand',
    )
    // The app closes before the server: from then on it answers that it is not ready, and still answers requests in hand.
    opened(app)

    const all = opening.move()
    let stopping: Promise<void> | undefined
    close = () => (stopping ??= stop())
    const stop = async () => {
      serviceLog.info('stopping: finishing what was accepted')
      const isClosed = await closeInTime(
        () => all.disposeAsync(),
        serviceLog,
        () => closing,
      )
      if (isClosed) serviceLog.info('stopped')
      log.flush(isClosed ? endSoon : () => process.exit())
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, close)
    // A script that waits for this line may send a signal at once, so the handlers of signals are set before it.
    serviceLog.info({ url: server.url }, `${service} is ready at ${server.url}${warningOf(config.HOST)}`)
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

/** Adds the variables of a `.env` file in the current folder, where there is one, to those that the environment lacks. */
export function loadEnvFile(): void {
  try {
    process.loadEnvFile()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
