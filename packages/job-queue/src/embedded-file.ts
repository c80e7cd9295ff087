import { DatabaseSync } from 'node:sqlite'
import type { FailedJob, Job } from './job-queue.ts'

export type Row = {
  id: string
  kind: string
  case_id: string
  body: string
  attempts: number
  error: string
  due_at_ms: number
}

/** Opens the file of the jobs, and makes it where it is missing. The file of a version that knew tasks alone gets kinds. */
export function openJobsFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5_000 })
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
    );`)
  addKinds(database)
  database.exec(`
    create index if not exists jobs_by_kind on jobs (kind, dead, due_at_ms, sequence);
    drop index if exists jobs_by_due; -- of a file without kinds`)
  return database
}

function addKinds(database: DatabaseSync): void {
  const hasKinds = () => database.prepare("select 1 from pragma_table_info('jobs') where name = 'kind'").get() !== undefined
  if (hasKinds()) return
  database.exec('begin immediate')
  // Another process, the operator's command, may have added kinds meanwhile.
  if (!hasKinds()) database.exec("alter table jobs add column kind text not null default 'task'")
  database.exec('commit')
}

export function jobOf({ id, case_id, body }: Row): Job {
  return { id, caseId: case_id, body: JSON.parse(body) }
}

export function failedJobOf(row: Row): FailedJob {
  return { ...jobOf(row), attempts: row.attempts, error: row.error }
}
