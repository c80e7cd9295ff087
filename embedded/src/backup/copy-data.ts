import { once } from 'node:events'
import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type DataFolder, NOTHING } from '../data-folder.ts'

/** Runs work while the files of the database are those of one moment. */
type AtRest = <T>(work: () => Promise<T>) => Promise<T>

/** What the thread that copies is told; `leaveOut` are names in the folder. */
export type CopyOrder = Pick<DataFolder, 'path' | 'database' | 'jobs'> & { to: string; leaveOut: readonly RegExp[] }

/**
 * Copies all that a data folder keeps to another folder, as it was in one moment; returns how long `atRest` was held, which is
 * for what changed while the rest was copied. What was acknowledged before is in the copy.
 */
export async function copyData({ path, database, jobs }: DataFolder, to: string, atRest: AtRest): Promise<{ heldMs: number }> {
  // `jobs.sqlite-wal` and its like belong to the file of the jobs; what is unfinished is of no use.
  const leaveOut = [...NOTHING, /\.unfinished$/, new RegExp(`^${basename(database)}$`), new RegExp(`^${basename(jobs)}`)]
  const workerData: CopyOrder = { path, database, jobs, to, leaveOut }
  const thread = new Worker(new URL('copy-thread.ts', import.meta.url), { workerData })
  const ended = once(thread, 'exit')
  // An error of the thread comes out of whatever is waited for then.
  ended.catch(() => {})
  await once(thread, 'message')
  const heldMs = await atRest(async () => {
    const startMs = performance.now()
    thread.postMessage('now')
    await once(thread, 'message')
    return performance.now() - startMs
  }).catch(async (error) => {
    await thread.terminate()
    throw error
  })
  await ended
  return { heldMs }
}
