import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino'
import { build as prettyStream } from 'pino-pretty'

export type Log = Logger

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** A log and the way to empty its buffer before the process ends. */
export type OpenLog = { log: Log; flush(): void }

/**
 * One JSON object a line on standard output, or readable lines where that is a terminal. Lines are gathered for up to
 * 100 ms, which more than doubles what a busy process can log; a process killed at once loses those.
 */
export function openLog({ level, terminal }: { level: LogLevel; terminal: boolean }): OpenLog {
  if (terminal) {
    const stream = prettyStream({
      sync: true,
      ignore: 'case_id,service,method,path,status,duration_ms,hostname,pid',
      messageFormat: '{service} {if method}{method} {path} {status} {duration_ms} ms {end}{msg} {if case_id}[{case_id}]{end}',
    })
    return { log: createLog(level, stream), flush() {} }
  }
  const stream = destination({ fd: 1, sync: false, minLength: 4_096, periodicFlush: 100 })
  return { log: createLog(level, stream), flush: () => stream.flushSync() }
}

/** A log that writes to the stream given. */
export function createLog(level: LogLevel, stream: DestinationStream): Log {
  return pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    stream,
  )
}
