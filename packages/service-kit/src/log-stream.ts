import { writeSync } from 'node:fs'
import { visibleLines } from './visible-text.ts'

const RETRY_MS = 5
const never = new Int32Array(new SharedArrayBuffer(4))

/** Where log lines go. */
export type LogStream = {
  write(line: string): void
  /** Writes out the lines held back, and calls `done`; pino's `log.flush(done)` calls this. */
  flush(done?: () => void): void
}

/**
 * Writes the lines of one turn of the event loop at its end, with one system call however many they are: under load system
 * calls are most of the cost of logging. A process that is killed loses at most the lines of its last turn. A reader that is
 * slow to take lines slows the process, so that none is lost and memory does not grow.
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

/** Writes some of the bytes, and returns how many are done with. */
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
