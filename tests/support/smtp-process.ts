import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openSmtp } from '@w2meet/test-servers'
import { type SpawnedProcess, spawnProcess } from './spawned-process.ts'

/** The time between taking a mail and saying so: in it the server has the mail, and nobody else knows. */
const ANSWERS_AFTER_MS = 20

export type ProcessedMail = { to: string; content: string }

/** A mail server in a process of its own, which a test can kill. */
export function startSmtp(port: number): SpawnedProcess & { mails(): ProcessedMail[] } {
  const server = spawnProcess([process.execPath, fileURLToPath(import.meta.url), String(port)], {})
  return { ...server, mails: () => server.logs() as ProcessedMail[] }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await openSmtp({ port: Number(process.argv[2]) })
  server.decide({
    async content({ to, content }) {
      // Written at once, since a pipe is synchronous: a process that is killed later has told of it.
      console.log(JSON.stringify({ to: to.join(), content: content.toString() }))
      await delay(ANSWERS_AFTER_MS)
      return undefined
    },
  })
  console.log(`ready at http://127.0.0.1:${server.port}`)
}
