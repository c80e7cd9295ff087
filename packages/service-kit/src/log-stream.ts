import { writeSync } from 'node:fs'
import { visibleLines } from './visible-text.ts'

/** Where log lines go. */
export type LogStream = {
  write(line: string): void
  /** Writes out the lines held back, and calls `done`; pino's `log.flush(done)` calls this. */
  flush(done?: () => void): void
}

/** Of lines that wait for a reader who is slower than their writer. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024
const RETRY_MS = 10
/** A reader who takes nothing for so long is not waited for any more, and a place that takes nothing is tried as often. */
const PATIENCE_MS = 1_000
const NOTHING: Uint8Array = new Uint8Array()

/**
 * Writes the lines of one turn of the event loop at its end, with one system call however many they are: under load that
 * is most of what logging costs. A process killed at once loses at most the turn it was in. What a slow reader does not
 * take waits without stopping the process; where too much waits, or a disk is full, lines are dropped until all that waits
 * is written, and a line then tells how many. `flush` waits as long as the reader takes something.
 */
export function openLogStream(fd: number): LogStream {
  let held = ''
  let waiting = NOTHING
  let dropped = 0
  /** How many dropped lines the line that waits tells of; 0 where others wait. */
  let telling = 0
  let lastTakenMs = 0
  let retry: NodeJS.Timeout | undefined
  const flushed: (() => void)[] = []

  /** Has the next bytes wait, if there are any: the lines held back, and then what tells of those dropped. */
  function hasNext(): boolean {
    if (waiting.length > 0) return true
    if (held === '' && dropped === 0) return false
    telling = held === '' ? dropped : 0
    dropped -= telling
    // JSON leaves DEL, C1 and the controls of bidirectional text as they are; a terminal that shows the log would obey them.
    waiting = Buffer.from(held === '' ? tellDropped(telling) : visibleLines(held))
    held = ''
    lastTakenMs = performance.now()
    return true
  }

  function writeOut(): void {
    clearTimeout(retry)
    let retryMs: number | undefined
    while (retryMs === undefined && hasNext()) {
      const taken = writeSome(fd, waiting)
      if (taken === 'later') retryMs = RETRY_MS
      else if (taken === 'no room') {
        dropped += telling || linesIn(waiting)
        waiting = NOTHING
        retryMs = PATIENCE_MS
      } else {
        waiting = waiting.subarray(taken)
        lastTakenMs = performance.now()
      }
    }
    if (retryMs !== undefined) retry = setTimeout(writeOut, retryMs)
    if (retryMs === undefined || retryMs === PATIENCE_MS || performance.now() - lastTakenMs >= PATIENCE_MS) {
      for (const done of flushed.splice(0)) done()
    }
  }

  return {
    write(line) {
      if (dropped > 0 || waiting.length + held.length + line.length > MAX_WAITING_BYTES) dropped++
      else {
        if (held === '') setImmediate(writeOut)
        held += line
      }
    },
    flush(done) {
      if (done !== undefined) flushed.push(done)
      writeOut()
    },
  }
}

/** How many bytes are dealt with, or that the reader takes none now, or that there is no room for them. */
function writeSome(fd: number, bytes: Uint8Array): number | 'later' | 'no room' {
  try {
    return writeSync(fd, bytes)
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EAGAIN':
        return 'later'
      case 'EPIPE':
        // Nobody reads the log any more; the service goes on without it.
        return bytes.length
      default:
        return 'no room'
    }
  }
}

function linesIn(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) if (byte === 0x0a) count++
  return count
}

function tellDropped(lines: number): string {
  const msg = `${lines} lines of the log were dropped: nothing took them in time`
  return `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), dropped_lines: lines, msg })}\n`
}
