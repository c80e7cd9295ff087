import { readSettings, settings } from '@w2meet/service-kit'
import Type, { type Static } from 'typebox'

const Config = Type.Object({
  HOST: settings.host,
  PORT: settings.port(8080),
  LOG_LEVEL: settings.logLevel,
  PUBLIC_URL: Type.Optional(settings.publicUrl()),
  ALLOWED_HOSTS: settings.allowedHosts,
  USER_BACKENDS: settings.backends,
  AVAILABILITY_BACKENDS: settings.backends,
  SUGGESTION_BACKENDS: settings.backends,
  WORKER_BACKENDS: settings.backends,
})

/** The settings of this service. Throws a StartError that lists all problems. */
export function readConfig(environment: NodeJS.ProcessEnv): Static<typeof Config> {
  return readSettings(Config, environment)
}
