import { readSettings, settings } from '@w2meet/service-kit'
import Type, { type Static } from 'typebox'

const Settings = Type.Object({
  HOST: settings.host,
  PORT: settings.port(8080),
  LOG_LEVEL: settings.logLevel,
  W2MEET_DATA_DIR: Type.String({ default: './data', minLength: 1, title: 'a folder' }),
  TTL_SECONDS: Type.Integer({ default: 300, minimum: 1, maximum: 86_400, title: 'a number of seconds, 1 to 86400' }),
  QUEUE_NAME: Type.String({
    default: 'meeting_jobs',
    pattern: '^[A-Za-z0-9_.-]{1,100}$',
    title: 'up to 100 letters, digits, _ . or -',
  }),
})
export type Settings = Static<typeof Settings>

/** The settings of the embedded system, from the environment and from `.env` where the environment has none. */
export function readEmbeddedSettings(): Settings {
  try {
    process.loadEnvFile()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return readSettings(Settings, process.env)
}
