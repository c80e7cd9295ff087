import { type Client, services } from '@w2meet/contract'
import { asksHealth, type Clock, createHealthHandler, createHttpApp, type HttpApp, type Log, serveAll } from '@w2meet/service-kit'
import { createTakeOutBooked } from './booked.ts'
import { createFindPeople } from './people.ts'
import { createHandlers } from './routes.ts'

type Dependencies = { userService: Client; clock: Clock; log: Log }

/** Computes when people are free together, and when they could meet. Keeps nothing. */
export function createAvailabilityService({ userService, clock, log }: Dependencies): HttpApp {
  const service = 'availability-service'
  const app = createHttpApp({ service, log })
  const findPeople = createFindPeople(userService)
  const takeOutBooked = createTakeOutBooked(userService)
  serveAll(app, services[service], {
    ...createHandlers({ findPeople, takeOutBooked, clock }),
    getHealth: createHealthHandler(service, { 'user-service': asksHealth(userService) }, { timeoutMs: 1_000 }),
  })
  return app
}
