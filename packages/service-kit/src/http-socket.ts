import { chmod, rm } from 'node:fs/promises'
import { type HttpHandler, listen, type ServingOptions } from './http-server.ts'
import { StartError } from './settings.ts'
import { openShortPath } from './short-path.ts'

/**
 * Listens on a Unix socket, with the limits of every server. Its mode is 0600: this process's own user connects to it, and
 * nobody else. What an ended process left at the path is removed, so the caller must know that no other process listens
 * there. Throws a StartError where it cannot be had.
 */
export async function openHttpSocket(
  handler: HttpHandler,
  { path, ...options }: ServingOptions & { path: string },
): Promise<{ close(): Promise<void> }> {
  try {
    await rm(path, { force: true })
    const short = await openShortPath(path)
    try {
      const { close } = await listen({ path: short.path }, handler, options)
      await chmod(path, 0o600)
      return {
        async close() {
          await close()
          // Node.js removes it itself where it knows its own path.
          await rm(path, { force: true })
        },
      }
    } finally {
      await short.close()
    }
  } catch (error) {
    throw new StartError(`Cannot listen on ${path}: ${(error as Error).message}`, { cause: error })
  }
}
