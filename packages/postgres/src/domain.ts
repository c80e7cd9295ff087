import { type Operation, services } from '@w2meet/contract'
import {
  createHealthHandler,
  type Handlers,
  type HealthCheck,
  type HttpApp,
  type RemoveOld,
  serve,
  serveAll,
} from '@w2meet/service-kit'
import type { AnyTransaction } from './database.ts'
import type { Migrations } from './migrate.ts'

/** The case on whose behalf a change is made, and the time of the change. */
export type Occasion = { caseId: string; nowMs: number }

/**
 * Erases a part of what a domain keeps about a person, in a transaction that others do not have to wait for long. Returns how much
 * it erased; `done` means that nothing is left, and that nothing is added until the transaction ends. Where a domain is not
 * done, the transaction is committed, and the erasure goes on in the next.
 */
export type EraseFromDomain = (
  transaction: AnyTransaction,
  email: string,
  occasion: Occasion,
) => Promise<{ erased: number; done: boolean }>

/** All that a domain hands over to its service, and to the process that runs the service. */
type DomainOf<Operations extends readonly Operation[]> = {
  name: string
  operations: Operations
  /** A handler for each operation, by its name. */
  handlers: NoInfer<Handlers<Operations>>
  /** Numbered throughout the service. */
  migrations: Migrations
  /** The kinds of job that the domain writes to the outbox. */
  jobs: readonly string[]
  erase: EraseFromDomain
  /** Everything that the domain keeps about a person, as JSON; `{}` from a domain that keeps nothing about people. */
  export(email: string): Promise<Record<string, unknown>>
  /** The dependencies of the domain, by name. */
  health: Record<string, HealthCheck>
  /** Removes some of the rows that nobody needs any more, and returns how many; a sweep calls this until none is left. */
  removeOld?: RemoveOld
}

export type Domain = Omit<DomainOf<readonly Operation[]>, 'handlers'> & { handlers: object }

/** Keeps the compiler's eye on the handlers: where one of the operations lacks its handler, this is a type error. */
export function domain<const Operations extends readonly Operation[]>(handedOver: DomainOf<Operations>): Domain {
  return handedOver
}

/** Serves the operations of a service's domains, and their health. Throws where an operation of the contract has no domain. */
export function serveDomains(
  app: HttpApp,
  service: keyof typeof services,
  domains: readonly Domain[],
  { timeoutMs }: { timeoutMs: number },
): void {
  for (const { operations, handlers } of domains) serveAll(app, operations, handlers as Handlers<typeof operations>)
  for (const operation of services[service]) {
    if (operation.name === 'getHealth') {
      const health = Object.assign({}, ...domains.map(({ health }) => health))
      serve(app, operation, createHealthHandler(service, health, { timeoutMs }))
    }
    if (!app.served.has(operation.name)) throw new Error(`No domain of ${service} serves ${operation.name}`)
  }
}

/** The migrations of all domains of a service. Throws where two files have one number, whose order would be left to chance. */
export function migrationsOf(domains: readonly Domain[]): Migrations {
  const files = domains.flatMap(({ migrations }) => Object.entries(migrations))
  const numbers = files.map(([name]) => name.slice(0, name.indexOf('-')))
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index)
  if (twice !== undefined) throw new Error(`Two migrations have the number ${twice}`)
  return Object.fromEntries(files)
}

/** What the domains remove when it is old, by domain. */
export function removalsOf(domains: readonly Domain[]): Record<string, RemoveOld> {
  return Object.fromEntries(domains.flatMap(({ name, removeOld }) => (removeOld === undefined ? [] : [[name, removeOld]])))
}

/** Everything that a service keeps about a person, by domain. */
export async function exportPerson(domains: readonly Domain[], email: string): Promise<Record<string, unknown>> {
  const parts = domains.map(async ({ name, export: exportFrom }) => [name, await exportFrom(email)] as const)
  return Object.fromEntries(await Promise.all(parts))
}
