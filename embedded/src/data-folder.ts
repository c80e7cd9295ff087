import { randomUUID } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { StartError } from '@w2meet/service-kit'
import { makeDatabaseFolder, readDatabaseIdentity, stampDatabaseFolder } from './database-folder.ts'
import { lockFolder } from './folder-lock.ts'
import { readJobsIdentity, stampJobsFile } from './jobs-file.ts'
import { closeToOthers } from './private-files.ts'

/** The folder of the embedded system, held by this process alone until it is closed. */
export type DataFolder = {
  path: string
  /** The folder of PGlite's files. */
  database: string
  jobs: string
  close(): void
}

/*
 * The states of a data folder, and what a start does with each. The parts belong together: each has the identity of the folder.
 *
 *   nothing                                  makes all parts under the name `….unfinished`, the identity last
 *   unfinished parts, no unfinished identity removes them, and makes them again: nobody had an answer yet
 *   an unfinished identity                   all parts are whole: gives those that lack it their name
 *   postgres, jobs.sqlite, no identity       was made by an earlier version: gives the folder one
 *   postgres, jobs.sqlite, identity          opens the folder
 *   restore.unfinished                       refuses the folder, whatever else is in it: `restore-folder.ts` puts it together
 *   anything else                            refuses the folder, and touches nothing
 */
const PARTS = ['postgres', 'jobs.sqlite', 'identity'] as const
const unfinished = (part: string) => `${part}.unfinished`

/** Files that count as nothing: a start's notes of itself, and files that systems leave in an empty folder. */
export const NOTHING = [/^lock\.sqlite/, /^owner$/, /^operator\.sock$/, /^lost\+found$/, /^\.git(?:keep|ignore)$/, /^\.DS_Store$/]
export const isNothing = (name: string) => NOTHING.some((pattern) => pattern.test(name))

/** In here a restore puts a folder together; whatever else is in the folder is of that restore, too. */
export const UNFINISHED_RESTORE = 'restore.unfinished'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const HOW_TO_GO_ON =
  'restore the whole folder from one backup (docs/operations.md), or set W2MEET_DATA_DIR to a new folder to start empty'

export const jobsFileIn = (folder: string) => join(resolve(folder), 'jobs.sqlite')

/**
 * Makes the folder where needed, closes it to others, and locks it. `onProgress` hears of steps that take seconds. Throws a
 * StartError that names the fault of a folder, and how to go on; such a folder stays as it is.
 */
export async function openDataFolder(folder: string, onProgress: (line: string) => void): Promise<DataFolder> {
  const path = resolve(folder)
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartError(
      `Cannot write to the data folder ${path} (${(error as Error).message}); set W2MEET_DATA_DIR to another.`,
      { cause: error },
    )
  }
  // Before anything is written: the folder may be somebody else's.
  const inIt = (await readdir(path)).filter((name) => !isNothing(name))
  if (inIt.includes(UNFINISHED_RESTORE)) {
    throw new StartError(`A restore into ${path} did not come to its end; run npm run restore again.`)
  }
  if (inIt.length > 0 && !inIt.some((name) => PARTS.some((part) => name === part || name === unfinished(part)))) {
    throw new StartError(
      `The data folder ${path} has something in it (${inIt.slice(0, 3).join(', ')}), but neither ${PARTS.join(' nor ')}; if it was w2meet's, ${HOW_TO_GO_ON}.`,
    )
  }

  await closeToOthers(path, onProgress)
  const lock = await lockFolder(path)
  try {
    if (await isNew(path)) await make(path, onProgress)
    else await check(path)
  } catch (error) {
    lock.close()
    throw error
  }
  return { path, database: join(path, 'postgres'), jobs: jobsFileIn(path), close: () => lock.close() }
}

/** Whether a start has to make the folder. Where a killed start had made all parts, gives the parts their names first. */
async function isNew(path: string): Promise<boolean> {
  if ((await readIdentity(join(path, unfinished('identity')))) !== undefined) await nameParts(path)
  const names = (await readdir(path)).filter((name) => !isNothing(name))
  return names.every((name) => PARTS.some((part) => name === unfinished(part)))
}

async function make(path: string, onProgress: (line: string) => void): Promise<void> {
  const identity = randomUUID()
  const at = (part: (typeof PARTS)[number]) => join(path, unfinished(part))
  for (const part of PARTS) await rm(at(part), { recursive: true, force: true })
  onProgress('Making the database, once; this takes a few seconds …')
  const startMs = performance.now()
  await makeDatabaseFolder(at('postgres'), identity)
  stampJobsFile(at('jobs.sqlite'), identity)
  await writeFile(at('identity'), identity, { mode: 0o600, flush: true })
  await nameParts(path)
  onProgress(`The database is made (${((performance.now() - startMs) / 1_000).toFixed(1)} s).`)
}

async function nameParts(path: string): Promise<void> {
  for (const part of PARTS) {
    const from = join(path, unfinished(part))
    const to = join(path, part)
    if (existsSync(from) && !existsSync(to)) await rename(from, to)
  }
}

/** Throws the fault of a folder that was made before. Gives a folder of an earlier version its identity. */
async function check(path: string): Promise<void> {
  const refuse = (what: string, cause?: unknown) => {
    if (cause instanceof StartError) throw cause
    throw new StartError(`In the data folder ${path} ${what}; ${HOW_TO_GO_ON}.`, { cause })
  }
  const [database, jobs, identityFile] = PARTS.map((part) => join(path, part)) as [string, string, string]

  for (const file of [database, jobs]) if (!existsSync(file)) refuse(`${basename(file)} is missing`)
  const ofDatabase = await readDatabaseIdentity(database).catch((error) =>
    refuse(`postgres is damaged (${error.message})`, error),
  )
  const ofJobs = await readJobsIdentity(jobs).catch((error) => refuse(`jobs.sqlite is damaged (${error.message})`, error))
  const ofFolder = await readIdentity(identityFile)
  if (ofFolder === undefined && existsSync(identityFile)) refuse('identity is damaged')

  const identity = ofFolder ?? ofJobs ?? ofDatabase ?? randomUUID()
  // A part without an identity is of an earlier version, and belongs only to a folder that has none either.
  const belongs = (ofPart: string | undefined) => ofPart === identity || (ofPart === undefined && ofFolder === undefined)
  if (!belongs(ofDatabase)) refuse('postgres is of another folder')
  if (!belongs(ofJobs)) refuse('jobs.sqlite is of another folder')
  if (ofJobs === undefined) stampJobsFile(jobs, identity)
  if (ofDatabase === undefined) await stampDatabaseFolder(database, identity)
  if (ofFolder === undefined) await writeFile(identityFile, identity, { mode: 0o600 })
}

async function readIdentity(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return UUID.test(text) ? text : undefined
}
