import type { Client } from '@w2meet/contract'
import { asksHealth, createHttpApp, type HttpApp, type Log, serveHealth } from '@w2meet/service-kit'
import { createFindPeople } from './people.ts'
import { registerRoutes } from './routes.ts'

/** Who is free when: computes what people have in common. Keeps nothing. */
export function createAvailabilityService({ userService, log }: { userService: Client; log: Log }): HttpApp {
  const app = createHttpApp({ service: 'availability-service', log })
  registerRoutes(app, { findPeople: createFindPeople(userService) })
  serveHealth(app, 'availability-service', { 'user-service': asksHealth(userService) }, { timeoutMs: 1_000 })
  return app
}
