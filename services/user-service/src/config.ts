import { readSettings, settings } from '@w2meet/service-kit'
import Type, { type Static } from 'typebox'

const Config = Type.Object({
  HOST: settings.host,
  PORT: settings.port(8000),
  LOG_LEVEL: settings.logLevel,
  DATABASE_URL: settings.url(['postgres', 'postgresql'], 'postgres://user:password@localhost:5432/w2meet'),
  REDIS_URL: settings.url(['redis', 'rediss'], 'redis://localhost:6379'),
  TTL_SECONDS: settings.ttlSeconds,
  RABBITMQ_URL: settings.url(['amqp', 'amqps'], 'amqp://user:password@localhost:5672'),
  QUEUE_NAME: settings.queueName,
  REMINDER_MINUTES: settings.reminderMinutes,
  /** Feeds lead there, where it is set. */
  PUBLIC_URL: Type.Optional(settings.publicUrl()),
  KEEP_MEETINGS_DAYS: Type.Optional(settings.keepDays()),
  KEEP_MAILS_DAYS: settings.keepDays(30),
})

/** The settings of this service. Throws a StartError that lists all problems. */
export function readConfig(environment: NodeJS.ProcessEnv): Static<typeof Config> {
  return readSettings(Config, environment)
}
