export { type AnyTransaction, createDatabase, type Database, inTransaction, onDatabase, type Pool } from './database.ts'
export {
  type Domain,
  domain,
  type EraseFromDomain,
  exportPerson,
  migrationsOf,
  type Occasion,
  removalsOf,
  serveDomains,
} from './domain.ts'
export { createDueJobs } from './due-jobs.ts'
export { lockInOrder } from './lock-in-order.ts'
export { type Migrations, migrate } from './migrate.ts'
export { eraseKeys, type Keyed, keyedBy, onceFor, removeExpiredKeys } from './once-for.ts'
export { createOutbox, OUTBOX_CHANNEL, type Outbox, type OutboxEntry, wakingRelays } from './outbox.ts'
export { type OutboxRelay, type PublishJob, startOutboxRelay } from './outbox-relay.ts'
export { probe } from './probe.ts'
export { queueBefore } from './queue-before-pool.ts'

/** Makes the table of the outbox; a service lists it among its migrations, under its own number. */
export const OUTBOX_MIGRATION = new URL('../migrations/outbox.sql', import.meta.url)
