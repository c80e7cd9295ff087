import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSettings, settings } from '@w2meet/service-kit'
import Type, { type Static } from 'typebox'

const Config = Type.Object({
  HOST: settings.host,
  PORT: settings.port(8000),
  LOG_LEVEL: settings.logLevel,
  SUGGESTION_BACKENDS: settings.backends,
  USER_BACKENDS: settings.backends,
  RABBITMQ_URL: settings.url(['amqp', 'amqps'], 'amqp://user:password@localhost:5672'),
  QUEUE_NAME: settings.queueName,
  KEEP_JOBS_DAYS: settings.keepDays(30),
  KEEP_MAILS_DAYS: settings.keepDays(30),
  SMTP_URL: settings.smtpUrl,
  MAIL_FROM: settings.mailFrom,
  PUBLIC_URL: settings.publicUrl('http://localhost:8080'),
  /** Where mails are written while SMTP_URL is not set. */
  MAIL_DIR: Type.String({ default: join(tmpdir(), 'w2meet-mail'), minLength: 1, title: 'a folder' }),
})

/** The settings of this service. Throws a StartError that lists all problems. */
export function readConfig(environment: NodeJS.ProcessEnv): Static<typeof Config> {
  return readSettings(Config, environment)
}
