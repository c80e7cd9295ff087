import { type Client, services } from '@w2meet/contract'
import { asksHealth, type Clock, createHealthHandler, createHttpApp, type HttpApp, type Log, serveAll } from '@w2meet/service-kit'
import { createFindCommon } from './groups.ts'
import type { Random } from './pick.ts'
import { createHandlers } from './routes.ts'

type Dependencies = { availabilityService: Client; clock: Clock; random?: Random; log: Log }

/** Finds the slot that is best for a group. Keeps nothing. */
export function createSuggestionService({ availabilityService, clock, random = Math.random, log }: Dependencies): HttpApp {
  const service = 'suggestion-service'
  const app = createHttpApp({ service, log })
  serveAll(app, services[service], {
    ...createHandlers({ findCommon: createFindCommon(availabilityService), availabilityService, clock, random }),
    getHealth: createHealthHandler(service, { 'availability-service': asksHealth(availabilityService) }, { timeoutMs: 1_500 }),
  })
  return app
}
