import { loadEnvFile, readSettings, settings } from '@w2meet/service-kit'
import Type, { type Static } from 'typebox'

const Settings = Type.Object({
  HOST: settings.host,
  PORT: settings.port(8080),
  LOG_LEVEL: settings.logLevel,
  W2MEET_DATA_DIR: Type.String({ default: './data', minLength: 1, title: 'a folder' }),
  TTL_SECONDS: settings.ttlSeconds,
  QUEUE_NAME: settings.queueName,
  REMINDER_MINUTES: settings.reminderMinutes,
  KEEP_MEETINGS_DAYS: Type.Optional(settings.keepDays()),
  KEEP_MAILS_DAYS: settings.keepDays(30),
  KEEP_JOBS_DAYS: settings.keepDays(30),
  SMTP_URL: settings.smtpUrl,
  MAIL_FROM: settings.mailFrom,
  /** By default the address of HOST and PORT. */
  PUBLIC_URL: Type.Optional(settings.publicUrl()),
  ALLOWED_HOSTS: settings.allowedHosts,
})
export type Settings = Static<typeof Settings>

/** The settings of the embedded system: from the environment, and from `.env` what the environment does not have. */
export function readEmbeddedSettings(): Settings {
  loadEnvFile()
  return readSettings(Settings, process.env)
}
