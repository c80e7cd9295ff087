import type { Client } from '@w2meet/contract'
import { asksHealth, type Clock, createHttpApp, type HttpApp, type Log, serveHealth } from '@w2meet/service-kit'
import { createTakeOutBooked } from './booked.ts'
import { createFindPeople } from './people.ts'
import { registerRoutes } from './routes.ts'

type Dependencies = { userService: Client; clock: Clock; log: Log }

/** Who is free when: computes what people have in common, and when they could meet. Keeps nothing. */
export function createAvailabilityService({ userService, clock, log }: Dependencies): HttpApp {
  const app = createHttpApp({ service: 'availability-service', log })
  registerRoutes(app, { findPeople: createFindPeople(userService), takeOutBooked: createTakeOutBooked(userService), clock })
  serveHealth(app, 'availability-service', { 'user-service': asksHealth(userService) }, { timeoutMs: 1_000 })
  return app
}
