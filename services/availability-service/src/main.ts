import { createClient } from '@w2meet/contract'
import { DEADLINES_MS, openHttpTransport, runService, systemClock, urlsOf } from '@w2meet/service-kit'
import { createAvailabilityService } from './app.ts'
import { readConfig } from './config.ts'

await runService(
  'availability-service',
  () => readConfig(process.env),
  async ({ USER_BACKENDS }, { log, opened }) => {
    const transport = opened(openHttpTransport('user-service', urlsOf(USER_BACKENDS), systemClock))
    const userService = createClient('user-service', transport.send, { timeoutMs: DEADLINES_MS['user-service'] })
    return createAvailabilityService({ userService, clock: systemClock, log })
  },
)
