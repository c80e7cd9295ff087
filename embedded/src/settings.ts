import { loadEnvFile, readSettings, settings } from '@w2meet/service-kit'
import Type, { type Static, type TObject } from 'typebox'

const Settings = Type.Object({
  HOST: settings.host,
  PORT: settings.port(8080),
  LOG_LEVEL: settings.logLevel,
  W2MEET_DATA_DIR: Type.String({ default: './data', minLength: 1, title: 'a folder' }),
  TTL_SECONDS: settings.ttlSeconds,
  QUEUE_NAME: settings.queueName,
  REMINDER_MINUTES: settings.reminderMinutes,
  SMTP_URL: settings.smtpUrl,
  MAIL_FROM: settings.mailFrom,
  /** By default where HOST and PORT are. */
  PUBLIC_URL: Type.Optional(settings.publicUrl()),
  ALLOWED_HOSTS: settings.allowedHosts,
})
export type Settings = Static<typeof Settings>

const JobsSettings = Type.Object({
  W2MEET_DATA_DIR: Settings.properties.W2MEET_DATA_DIR,
  QUEUE_NAME: settings.queueName,
  RABBITMQ_URL: Type.Optional(settings.url(['amqp', 'amqps'], 'amqp://user:password@localhost:5672')),
})

/** The mail server alone: whatever else is set is not for the command that checks it. */
const MailSettings = Type.Object({
  W2MEET_DATA_DIR: Settings.properties.W2MEET_DATA_DIR,
  SMTP_URL: settings.smtpUrl,
  MAIL_FROM: settings.mailFrom,
})

/** The settings of the embedded system. */
export function readEmbeddedSettings(): Settings {
  return readFrom(Settings)
}

/** Where the jobs are: in RabbitMQ where its URL is set, in the data folder otherwise. */
export function readJobsSettings(): Static<typeof JobsSettings> {
  return readFrom(JobsSettings)
}

export function readMailSettings(): Static<typeof MailSettings> {
  return readFrom(MailSettings)
}

/** From the environment, and from `.env` what the environment does not have. */
function readFrom<S extends TObject>(schema: S): Static<S> {
  loadEnvFile()
  return readSettings(schema, process.env)
}
