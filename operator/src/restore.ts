import { openArchive, restoreFolder } from '@w2meet/embedded/backup'
import { StartError } from '@w2meet/service-kit'
import { runCommand } from './run-command.ts'
import { readDataSettings } from './settings.ts'

const usage = `npm run restore -- FILE    puts what npm run backup wrote to FILE into the folder W2MEET_DATA_DIR, which must be empty`

await runCommand(async ([file, ...more]) => {
  if (file === undefined || more.length > 0) throw new StartError(usage)
  const { W2MEET_DATA_DIR: folder, DATABASE_URL } = readDataSettings()
  if (DATABASE_URL !== undefined) {
    throw new StartError(
      'DATABASE_URL is set, so the data are in PostgreSQL; restore a dump of it with pg_restore (docs/operations.md).',
    )
  }
  const archive = openArchive(file)
  try {
    await restoreFolder(folder, archive.extractTo)
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`${file} could not be restored to ${folder}: ${(error as Error).message}`, { cause: error })
  } finally {
    archive.close()
  }
  return `${folder} is as it was when the backup was made, ${archive.madeAt}; npm start opens it.`
})
