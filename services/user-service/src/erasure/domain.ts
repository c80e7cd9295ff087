import { erasureOperations } from '@w2meet/contract'
import { type Domain, domain } from '@w2meet/postgres'
import type { Clock } from '@w2meet/service-kit'
import { ERASURE_JOB, type Erasures } from './erasures.ts'
import { createErasureHandlers } from './routes.ts'

/** Has the worker forget people who were erased, in the queues and the folder of mails too. */
export function createErasureDomain({ erasures, clock }: { erasures: Erasures; clock: Clock }): Domain {
  return domain({
    name: 'erasure',
    operations: erasureOperations,
    handlers: createErasureHandlers({ erasures, clock }),
    migrations: {
      '0005-erasures': new URL('../../migrations/0005-erasures.sql', import.meta.url),
      '0006-forgotten': new URL('../../migrations/0006-forgotten.sql', import.meta.url),
    },
    jobs: [ERASURE_JOB],
    // The row of an erasure goes by itself, when the worker has forgotten the person.
    erase: async () => ({ erased: 0, done: true }),
    export: async () => ({}),
    health: {},
  })
}
