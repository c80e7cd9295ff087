import { readdir, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from './database.ts'

const folder = new URL('../../migrations/', import.meta.url)

/**
 * Brings the schema up to date: each numbered file once, in order. When several processes start at once one of them
 * does it and the others wait for its lock. Throws where a file fails, or the database is newer than these files.
 */
export async function migrate({ queries }: Database): Promise<void> {
  const migrator = new Migrator({ db: queries, provider: { getMigrations: readMigrations } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const files = names.map(async (name) => {
    const text = await readFile(new URL(name, folder), 'utf8')
    return [
      name.slice(0, -'.sql'.length),
      { up: async (db) => void (await sql.raw(text).execute(db)) } satisfies Migration,
    ] as const
  })
  return Object.fromEntries(await Promise.all(files))
}
