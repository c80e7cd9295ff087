import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SystemUser } from './server-user.ts'

export type TemporaryFolder = { path: string; close(): Promise<void> }

/** A new folder that only `user` can enter; without one, the user of this process. */
export async function openTemporaryFolder(name: string, user?: SystemUser): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `w2meet-${name}-`))
  if (user !== undefined) await chown(path, user.uid, user.gid)
  return { path, close: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}
