import { existsSync, mkdtempSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { copyData } from '@w2meet/contract'
import { copyStoppedData, writeArchive } from '@w2meet/embedded/backup'
import { StartError } from '@w2meet/service-kit'
import { ask } from './ask.ts'
import { runCommand } from './run-command.ts'
import { findRunning } from './running-system.ts'
import { readDataSettings } from './settings.ts'

const usage = `npm run backup -- FILE    writes all that the system keeps to FILE, while it runs and while it does not`

await runCommand(async ([file, ...more]) => {
  if (file === undefined || more.length > 0) throw new StartError(usage)
  const { W2MEET_DATA_DIR, DATABASE_URL } = readDataSettings()
  if (DATABASE_URL !== undefined) {
    throw new StartError(
      'The data are in PostgreSQL, which makes its own backups: pg_dump --format=custom --dbname="$DATABASE_URL" > FILE (docs/operations.md says how to restore one).',
    )
  }
  const data = resolve(W2MEET_DATA_DIR)
  const target = resolve(file)
  checkTarget(target, data)
  return backUp(data, target)
})

function checkTarget(target: string, data: string): void {
  if (existsSync(target)) throw new StartError(`${target} is there already, and stays; name a file that is not.`)
  if (!existsSync(dirname(target))) throw new StartError(`There is no folder ${dirname(target)}.`)
  if (!existsSync(data)) throw new StartError(`There is no folder ${data}; set W2MEET_DATA_DIR to the folder of the system.`)
  const folder = realpathSync(dirname(target)) + sep
  if (folder.startsWith(realpathSync(data) + sep)) {
    throw new StartError(`${target} is in the data folder, and would be lost with it; name a file elsewhere.`)
  }
}

/** Makes the backup in a folder beside it, so that the file gets its name when it is whole. */
async function backUp(data: string, target: string): Promise<string> {
  let making: string | undefined
  const remove = () => making !== undefined && rmSync(making, { recursive: true, force: true })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      remove()
      process.exit(1)
    })
  }
  try {
    making = mkdtempSync(`${target}.unfinished-`)
    const [copy, archive] = [join(making, 'data'), join(making, basename(target))]
    const madeAt = new Date()
    const held = await copyTo(data, copy)
    await writeArchive(archive, copy, madeAt)
    renameSync(archive, target)
    const megabytes = (statSync(target).size / 1_000_000).toFixed(1)
    return `${target} has all that was acknowledged before ${madeAt.toISOString()} (${megabytes} MB${held}).`
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`${target} could not be written: ${(error as Error).message}`, { cause: error })
  } finally {
    remove()
  }
}

/** Copies by the system that runs on the folder or, where none does, here; returns what the command says of it. */
async function copyTo(data: string, copy: string): Promise<string> {
  const running = await findRunning(data, 'embedded-system')
  if (running === undefined) {
    await copyStoppedData(data, copy)
    return ''
  }
  const { held_ms } = await ask(running, copyData, { body: { folder: copy } })
  return `; changes waited ${Math.ceil(held_ms)} ms`
}
