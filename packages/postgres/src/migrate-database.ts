import { type Log, StartError, visibleText } from '@w2meet/service-kit'
import { createDatabase } from './database.ts'
import { type Migrations, migrate } from './migrate.ts'
import { openPostgresPool } from './pool.ts'

type Options = { url: string; migrations: Migrations; schema?: string; log: Log }

/**
 * Migrates over a connection of its own, on which statements may take as long as they need. Throws a StartError where the
 * database cannot be reached or is newer than this program.
 */
export async function migrateDatabase({ url, log, ...what }: Options): Promise<void> {
  const { pool, close } = openPostgresPool({ url, application: 'migrations', connections: 1, log })
  try {
    await migrate(createDatabase(pool), what)
  } catch (error) {
    throw new StartError(`The database at ${placeOf(url)} cannot be used: ${reasonOf(error)}. Start it, or mend DATABASE_URL.`, {
      cause: error,
    })
  } finally {
    await close()
  }
}

/** A URL without its user and password. One whose host stands in its query is none for Node.js. */
function placeOf(url: string): string {
  const place = URL.parse(url)
  return place === null ? 'its socket' : place.host + place.pathname
}

/** Where a name has several addresses, Node.js gives an error for each, and a message to none of them all. */
function reasonOf(error: unknown): string {
  const { message, errors = [] } = error as AggregateError
  return visibleText(message || errors.map(({ message }) => message).join(', '))
}
