import { mkdtemp, rmdir, symlink, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** What every system takes as the address of a Unix socket: macOS has 104 bytes for it, Linux 108, with a zero at the end. */
const MAX_SOCKET_PATH_BYTES = 103

/**
 * A path to a Unix socket by which it can be listened on and connected to: its own or, where that is too long for an
 * address, one by a link to its folder, which is there until this is closed.
 */
export async function openShortPath(path: string): Promise<{ path: string; close(): Promise<void> }> {
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return { path, close: async () => {} }
  // Nobody else passes into it, so nobody else can change where the link leads.
  const own = await mkdtemp(join(tmpdir(), 'w2meet-'))
  const link = join(own, 'to')
  await symlink(dirname(path), link)
  return {
    path: join(link, basename(path)),
    async close() {
      await unlink(link)
      await rmdir(own)
    },
  }
}
