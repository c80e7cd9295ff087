import { mailOperations } from '@w2meet/contract'
import { type Database, type Domain, domain, OUTBOX_MIGRATION, type Outbox, onDatabase } from '@w2meet/postgres'
import type { Clock } from '@w2meet/service-kit'
import type { Kysely } from 'kysely'
import type { MailReaders } from './claimed-mail.ts'
import { createClaims, type NoteTold } from './claims.ts'
import { createForget } from './forget.ts'
import { MAIL_JOB } from './mail-job.ts'
import { listMailsOver } from './over.ts'
import { removeOldMails } from './remove-old.ts'
import { createMailHandlers } from './routes.ts'
import type { MailTables } from './tables.ts'

type Dependencies = MailReaders & {
  database: Database
  outbox: Outbox
  noteTold: NoteTold
  /** How long announcements and their mails are kept after the end of their meeting; where left out, for ever. */
  keptMs?: number | undefined
  clock: Clock
}

/** The mails about meetings: a change writes them in its own transaction, the worker claims and sends them. */
export function createMailsDomain({ database, outbox, keptMs, clock, ...given }: Dependencies): Domain {
  const queries: Kysely<MailTables> = database.queries
  return domain({
    name: 'mails',
    operations: mailOperations,
    handlers: createMailHandlers({
      claims: createClaims({ database, outbox, ...given }),
      listMailsOver: (ids, nowMs) => listMailsOver(queries, ids, nowMs),
      clock,
    }),
    migrations: {
      '0004-mails': new URL('../../migrations/0004-mails.sql', import.meta.url),
      '0007-outbox': OUTBOX_MIGRATION,
      '0008-jobs-in-outbox': new URL('../../migrations/0008-jobs-in-outbox.sql', import.meta.url),
      '0015-replied-mails': new URL('../../migrations/0015-replied-mails.sql', import.meta.url),
    },
    jobs: [MAIL_JOB],
    erase: createForget({ outbox }),
    export: (email) => onDatabase(async () => ({ mails: await listMails(queries, email) })),
    health: {},
    removeOld: async (nowMs) => (keptMs === undefined ? 0 : removeOldMails(queries, new Date(nowMs - keptMs))),
  })
}

/** The mails to a person, sent or not. */
function listMails(queries: Kysely<MailTables>, email: string): Promise<object[]> {
  return queries
    .selectFrom('mails')
    .innerJoin('announcements', 'announcements.id', 'mails.announcement_id')
    .select(['kind', 'state', 'due_at', 'finished_at', 'meeting'])
    .where('recipient', '=', email)
    .orderBy('position')
    .execute()
}
