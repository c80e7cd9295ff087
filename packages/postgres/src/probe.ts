import { sql } from 'kysely'
import { type Database, onDatabase } from './database.ts'

/**
 * What every write needs, in one transaction that changes nothing. Each table is asked for the lock of a write, which also
 * refuses where the server only reads. A page is added to a file, and taken away again, and something is written to the log
 * of changes: both need room on the disk. The table for that is of the connection, and made once.
 */
const PROBE = `
  set local lock_timeout = '200ms';
  do $$ declare one regclass; begin
    for one in select oid from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace
      and has_table_privilege(oid, 'delete') loop
      execute format('delete from %s where false', one);
    end loop;
  end $$;
  create temporary table if not exists w2meet_probe (filler text) on commit delete rows;
  insert into pg_temp.w2meet_probe values ('x');
  select pg_logical_emit_message(true, 'w2meet', 'probe');`

/** Rejects where the database cannot be read, or not be written to: its disk is full, a table is locked, it only reads. */
export async function probe({ pool, changes }: Database): Promise<void> {
  await onDatabase(async () => {
    await Promise.all([pool.query('select 1'), sql.raw(PROBE).execute(changes)])
  })
}
