import { JOB_KINDS } from '@w2meet/contract'
import { createDatabase, type Pool } from '@w2meet/postgres'
import { systemClock } from '@w2meet/service-kit'
import { expect, test } from 'vitest'
import { createMemoryCache, createUserService } from '../src/app.ts'
import { silent } from './support/open-user-service.ts'

const { domains } = createUserService({
  database: createDatabase({} as Pool),
  cache: createMemoryCache({ ttlMs: 1 }),
  reminderMinutes: [],
  clock: systemClock,
  log: silent,
})

test('every kind of job that a domain publishes has a queue, and is of one domain', () => {
  const kinds = domains.flatMap(({ jobs }) => jobs)

  expect(kinds.toSorted()).toEqual(['erasure', 'mail'])
  for (const kind of kinds) expect(Object.keys(JOB_KINDS)).toContain(kind)
  expect(kinds).toEqual([...new Set(kinds)])
})
