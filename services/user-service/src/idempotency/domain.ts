import { keptAnswerOperations } from '@w2meet/contract'
import {
  type AnyTransaction,
  type Database,
  type Domain,
  domain,
  eraseKeys,
  inTransaction,
  onceFor,
  onDatabase,
  removeExpiredKeys,
} from '@w2meet/postgres'
import { type Clock, ownerOf } from '@w2meet/service-kit'

/** The answers that are kept for clients who repeat a request, of all domains and of services without a database. */
export function createIdempotencyDomain({ database, clock }: { database: Database; clock: Clock }): Domain {
  return domain({
    name: 'idempotency',
    operations: keptAnswerOperations,
    handlers: {
      keepAnswer: ({ body: { answer, ...keyed } }) =>
        inTransaction(database, (transaction: AnyTransaction) => onceFor(transaction, keyed, clock.nowMs(), async () => answer)),
    },
    migrations: { '0012-owned-keys': new URL('../../migrations/0012-owned-keys.sql', import.meta.url) },
    jobs: [],
    erase: async (transaction, email) => ({
      erased: await eraseKeys(transaction, email, ownerOf({ kind: 'person', email })),
      done: true,
    }),
    export: async () => ({}),
    health: {},
    removeOld: (nowMs) => onDatabase(() => removeExpiredKeys(database.queries, nowMs)),
  })
}
