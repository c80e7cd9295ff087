/** The openers of connections to a PostgreSQL server; the embedded system has none. */
export { openPostgresListener } from './listener.ts'
export { migrateDatabase } from './migrate-database.ts'
export { openPostgresPool, type PostgresPool } from './pool.ts'
