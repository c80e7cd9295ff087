import { freePort } from '@w2meet/test-servers'
import type { TestProject } from 'vitest/node'
import { startEmbedded, temporaryFolder } from '../support/embedded-process.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the system of all browser tests is. */
    url: string
    /** Where it writes the mails that it would send. */
    mailFolder: string
  }
}

/** One system for all files of browser tests: to make its database takes longer than most of them do. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await temporaryFolder()
  // The port is known before the start, so that the links in mails lead here.
  const port = String(await freePort())
  const system = startEmbedded({
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    W2MEET_DATA_DIR: folder.path,
    LOG_LEVEL: 'warn',
  })
  provide('url', await system.ready())
  provide('mailFolder', `${folder.path}/mail`)
  return async () => {
    system.kill('SIGTERM')
    await system.ended
    await folder.remove()
  }
}
