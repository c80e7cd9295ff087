import { operation } from '@w2meet/contract'
import { createHttpApp, createLog } from '@w2meet/service-kit'
import Type from 'typebox'
import { expect, test } from 'vitest'
import { domain, migrationsOf, serveDomains } from '../src/index.ts'

const greet = operation({
  name: 'greet',
  summary: 'Greets',
  access: 'anybody',
  method: 'GET',
  path: '/greeting',
  success: 200,
  answer: Type.Object({ greeting: Type.String() }),
})
const common = {
  name: 'greetings',
  operations: [greet],
  jobs: [],
  erase: async () => ({ erased: 0, done: true }),
  export: async () => ({}),
  health: {},
} as const

test('a domain that lacks the handler of one of its operations is a type error', () => {
  // @ts-expect-error: `greet` has no handler
  domain({ ...common, migrations: {}, handlers: {} })
  // @ts-expect-error: it answers something else
  domain({ ...common, migrations: {}, handlers: { greet: async () => ({ welcome: 1 }) } })

  const whole = domain({ ...common, migrations: {}, handlers: { greet: async () => ({ greeting: 'hello' }) } })

  expect(whole.name).toBe('greetings')
})

test('two migrations with one number are refused, since their order would be left to chance', () => {
  const file = new URL('file:///migration.sql')
  const handlers = { greet: async () => ({ greeting: 'hello' }) }
  const one = domain({ ...common, handlers, migrations: { '0001-one': file } })
  const other = domain({ ...common, handlers, migrations: { '0001-other': file } })

  expect(() => migrationsOf([one, other])).toThrow('Two migrations have the number 0001')
})

test('a service does not begin where an operation of the contract has no domain', () => {
  const app = createHttpApp({ service: 'worker-service', log: createLog('silent', { write() {} }) })

  expect(() => serveDomains(app, 'worker-service', [], { timeoutMs: 100 })).toThrow(
    'No domain of worker-service serves enqueueTask',
  )
})
