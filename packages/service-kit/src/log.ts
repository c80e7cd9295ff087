import { type DestinationStream, type Logger, pino } from 'pino'
import { build as prettyStream } from 'pino-pretty'
import { openLogStream } from './log-stream.ts'
import { visibleLines, visibleText } from './visible-text.ts'

export type Log = Logger

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * One JSON object a line on standard output, or readable lines where that is a terminal. `log.flush()` writes out the lines
 * held back; call it before the process ends.
 */
export function openLog({ level, terminal }: { level: LogLevel; terminal: boolean }): Log {
  return createLog(level, terminal ? readable() : openLogStream(1))
}

/** A log that writes to the stream given. */
export function createLog(level: LogLevel, stream: DestinationStream): Log {
  return pino({ level, base: null, timestamp, formatters: { level: (label) => ({ level: label }) } }, stream)
}

let lastMs = 0
let lastText = ''

/** pino's `isoTime`, rendered once a millisecond: a busy process logs dozens of lines in each. */
function timestamp(): string {
  const nowMs = Date.now()
  if (nowMs !== lastMs) {
    lastMs = nowMs
    lastText = `,"time":"${new Date(nowMs).toISOString()}"`
  }
  return lastText
}

function readable(): DestinationStream {
  const pretty = prettyStream({
    sync: true,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'case_id,case_ids,service,method,operation,status,duration_ms',
    messageFormat: '{service} {if method}{method} {operation} {status} {duration_ms} ms {end}{msg} {if case_id}[{case_id}]{end}',
  })
  // Controls are made visible before pino-pretty lays a line out: afterwards nothing tells a caller's from those of the layout.
  return { write: (line) => void pretty.write(`${JSON.stringify(JSON.parse(line, visibleValue))}\n`) }
}

/** A stack keeps its lines; every other text becomes one line. */
function visibleValue(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  return key === 'stack' ? visibleLines(value) : visibleText(value)
}
