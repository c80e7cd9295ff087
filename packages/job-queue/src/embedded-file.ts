import { DatabaseSync } from 'node:sqlite'
import { StartError } from '@w2meet/service-kit'
import type { FailedJob, Job } from './job-queue.ts'
import { isBusy } from './when-free.ts'

export type Row = {
  id: string
  kind: string
  case_id: string
  body: string
  attempts: number
  error: string
  due_at_ms: number
}

/**
 * The file of the jobs with its table, made where it is missing. One of a version that knew tasks alone gets what it lacks.
 * Throws a StartError where another process holds the file for five seconds.
 */
export function openJobsFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5_000 })
  try {
    makeTable(database)
    // From now on waiting would stop the event loop: see `whenFree`.
    database.exec('pragma busy_timeout = 0')
    return database
  } catch (error) {
    database.close()
    throw isBusy(error) ? jobsFileHeld(file, error) : error
  }
}

/** The start is impossible as long as another process, which is not w2meet, holds the file. */
export function jobsFileHeld(file: string, cause: unknown): StartError {
  return new StartError(`Another process holds ${file}; end it (a copy, or a shell of SQLite), and start again.`, { cause })
}

function makeTable(database: DatabaseSync): void {
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma secure_delete = on; -- what was erased is not in free pages either
    create table if not exists jobs (
      sequence  integer primary key autoincrement,
      id        text not null unique,
      kind      text not null default 'task',
      case_id   text not null,
      body      text not null,
      attempts  integer not null default 0,
      error     text not null default '',
      dead      integer not null default 0,
      due_at_ms integer not null -- of a dead job: when it died
    );
    create table if not exists probes (id integer primary key, at_ms integer not null); -- one row, for health`)
  addKinds(database)
  database.exec(`
    create index if not exists jobs_by_kind on jobs (kind, dead, due_at_ms, sequence);
    drop index if exists jobs_by_due; -- of a file without kinds`)
}

function addKinds(database: DatabaseSync): void {
  const hasKinds = database.prepare("select 1 from pragma_table_info('jobs') where name = 'kind'").get() !== undefined
  if (!hasKinds) database.exec("alter table jobs add column kind text not null default 'task'")
}

export function jobOf({ id, case_id, body }: Row): Job {
  return { id, caseId: case_id, body: JSON.parse(body) }
}

export function failedJobOf(row: Row): FailedJob {
  return { ...jobOf(row), attempts: row.attempts, error: row.error }
}
