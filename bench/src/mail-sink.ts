import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { BenchError } from './bench.ts'

/** `takenMs` is in milliseconds since 1970, with fractions. */
export type TakenMail = { title: string; recipient: string; sizeBytes: number; takenMs: number }

/** An SMTP server in a process of its own. */
export type MailSink = AsyncDisposable & {
  url: string
  /** The mails taken since the last call, once there are `count`. Throws a BenchError where they take longer than a minute. */
  take(count: number, signal: AbortSignal): Promise<TakenMail[]>
}

const LIMIT_MS = 60_000

export async function startMailSink(): Promise<MailSink> {
  const child = fork(fileURLToPath(new URL('./mail-sink-process.ts', import.meta.url)))
  const [url] = (await once(child, 'message')) as [string]
  const taken: TakenMail[] = []
  child.on('message', (mail) => taken.push(mail as TakenMail))
  return {
    url,
    async take(count, signal) {
      const limitMs = performance.now() + LIMIT_MS
      while (taken.length < count) {
        if (performance.now() > limitMs) throw new BenchError(`Only ${taken.length} of ${count} mails came within a minute.`)
        await delay(20, undefined, { signal })
      }
      return taken.splice(0)
    },
    async [Symbol.asyncDispose]() {
      child.disconnect()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
