import { createClient } from '@w2meet/contract'
import { DEADLINES_MS, openHttpTransport, runService, systemClock, urlsOf } from '@w2meet/service-kit'
import { createSuggestionService } from './app.ts'
import { readConfig } from './config.ts'

await runService(
  'suggestion-service',
  () => readConfig(process.env),
  async ({ AVAILABILITY_BACKENDS }, { log, opened }) => {
    const transport = opened(openHttpTransport('availability-service', urlsOf(AVAILABILITY_BACKENDS), systemClock))
    const timeoutMs = DEADLINES_MS['availability-service']
    const availabilityService = createClient('availability-service', transport.send, { timeoutMs })
    return createSuggestionService({ availabilityService, clock: systemClock, log })
  },
)
