import type { Client } from '@w2meet/contract'
import { asksHealth, type Clock, createHttpApp, type HttpApp, type Log, serveHealth } from '@w2meet/service-kit'
import { createFindCommon } from './groups.ts'
import type { Random } from './pick.ts'
import { registerRoutes } from './routes.ts'

type Dependencies = { availabilityService: Client; clock: Clock; random?: Random; log: Log }

/** Which slot is best for a group. Keeps nothing. */
export function createSuggestionService({ availabilityService, clock, random = Math.random, log }: Dependencies): HttpApp {
  const app = createHttpApp({ service: 'suggestion-service', log })
  registerRoutes(app, { findCommon: createFindCommon(availabilityService), availabilityService, clock, random })
  serveHealth(app, 'suggestion-service', { 'availability-service': asksHealth(availabilityService) }, { timeoutMs: 1_500 })
  return app
}
