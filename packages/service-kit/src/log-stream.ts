import { writeSync } from 'node:fs'
import { visibleLines } from './visible-text.ts'

const RETRY_MS = 5
const never = new Int32Array(new SharedArrayBuffer(4))

/** Where log lines go. */
export type LogStream = {
  write(line: string): void
  /** Writes out what is held back, and calls `done`; pino's `log.flush(done)` comes here. */
  flush(done?: () => void): void
}

/**
 * Writes the lines of one turn of the event loop at its end, with one system call however many they are: under load that
 * is most of what logging costs. A process killed at once loses at most the turn it was in. A reader that is slow to
 * take them slows the process, so that nothing is lost and memory does not grow.
 */
export function openLogStream(fd: number): LogStream {
  let held = ''

  function flush(done?: () => void): void {
    // JSON leaves DEL, C1 and the controls of bidirectional text as they are; a terminal that shows the log would obey them.
    let rest: Uint8Array = Buffer.from(visibleLines(held))
    held = ''
    while (rest.length > 0) rest = rest.subarray(writeSome(fd, rest))
    done?.()
  }

  return {
    write(line) {
      if (held === '') setImmediate(flush, undefined)
      held += line
    },
    flush,
  }
}

/** How many bytes are dealt with. */
function writeSome(fd: number, bytes: Uint8Array): number {
  try {
    return writeSync(fd, bytes)
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EAGAIN':
        Atomics.wait(never, 0, 0, RETRY_MS)
        return 0
      case 'EPIPE':
        // Nobody reads the log any more; the service goes on without it.
        return bytes.length
      default:
        throw error
    }
  }
}
