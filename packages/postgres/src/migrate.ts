import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from './database.ts'

/** SQL files by their numbered names, such as `0003-meetings`: each is run once, in the order of the names. */
export type Migrations = Readonly<Record<string, URL>>

const PUBLIC = 'public'

type Options = {
  migrations: Migrations
  /** The schema of the service's own tables; made where it is missing. */
  schema?: string
}

/**
 * Brings a schema up to date. When several processes start at once one of them does it and the others wait for its lock.
 * Throws where a file fails, or the database is newer than these files.
 */
export async function migrate({ changes }: Pick<Database, 'changes'>, { migrations, schema = PUBLIC }: Options): Promise<void> {
  const migrator = new Migrator({
    db: changes,
    provider: { getMigrations: () => readMigrations(migrations, schema) },
    // To name `public` would ask for the right to make schemas, which its users may lack.
    ...(schema === PUBLIC ? {} : { migrationTableSchema: schema }),
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

async function readMigrations(migrations: Migrations, schema: string): Promise<Record<string, Migration>> {
  const files = Object.entries(migrations).map(async ([name, file]) => {
    const text = await readFile(file, 'utf8')
    const up: Migration['up'] = async (db) => {
      if (schema !== PUBLIC) await sql`set local search_path to ${sql.id(schema)}, ${sql.id(PUBLIC)}`.execute(db)
      await sql.raw(text).execute(db)
    }
    return [name, { up }] as const
  })
  return Object.fromEntries(await Promise.all(files))
}
