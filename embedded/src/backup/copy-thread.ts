import { once } from 'node:events'
import { copyFileSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { copyJobsFile } from '../jobs-file.ts'
import type { CopyOrder } from './copy-data.ts'
import { copyFolder } from './copy-folder.ts'

// A thread, since a busy event loop would give each of a thousand files a turn of its own, and wait for large ones.
const { path, database, jobs, to, leaveOut } = workerData as CopyOrder
const changedSinceMs = copyFolder(database, join(to, basename(database)))

parentPort?.postMessage('the rest is little')
await once(parentPort!, 'message')
// The jobs come first: a job leaves its file only when the database has what came of it, so that none is missing in both.
copyJobsFile(jobs, join(to, basename(jobs)))
copyFolder(database, join(to, basename(database)), changedSinceMs)
parentPort?.postMessage('the database is copied')

// Mails come last: one that is in the database as sent is in its folder.
for (const name of readdirSync(path)) {
  if (leaveOut.some((pattern) => pattern.test(name))) continue
  const isFolder = statSync(join(path, name)).isDirectory()
  if (isFolder) copyFolder(join(path, name), join(to, name))
  else copyFileSync(join(path, name), join(to, name))
}
