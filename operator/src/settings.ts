import { loadEnvFile, readSettings, settings } from '@w2meet/service-kit'
import Type, { type Static, type TObject } from 'typebox'

const dataFolder = Type.String({ default: './data', minLength: 1, title: 'a folder' })

const JobsSettings = Type.Object({
  W2MEET_DATA_DIR: dataFolder,
  QUEUE_NAME: settings.queueName,
  WORKER_BACKENDS: Type.Optional(settings.backends),
  RABBITMQ_URL: Type.Optional(settings.url(['amqp', 'amqps'], 'amqp://user:password@localhost:5672')),
  /** Where worker-service listens, in its own environment. */
  HOST: settings.host,
  PORT: settings.port(8000),
})
export type JobsSettings = Static<typeof JobsSettings>

/** The settings of mails alone: the command that checks them reads no others. */
const MailSettings = Type.Object({
  W2MEET_DATA_DIR: dataFolder,
  SMTP_URL: settings.smtpUrl,
  MAIL_FROM: settings.mailFrom,
  PUBLIC_URL: Type.Optional(settings.publicUrl()),
})

/** The settings that tell where a system keeps its data. */
const DataSettings = Type.Object({
  W2MEET_DATA_DIR: dataFolder,
  DATABASE_URL: Type.Optional(settings.url(['postgres', 'postgresql'], 'postgres://user:password@localhost:5432/w2meet')),
})

/** The settings that tell which system the jobs are of. */
export function readJobsSettings(): JobsSettings {
  return readFrom(JobsSettings)
}

export function readMailSettings(): Static<typeof MailSettings> {
  return readFrom(MailSettings)
}

export function readDataSettings(): Static<typeof DataSettings> {
  return readFrom(DataSettings)
}

/** Reads settings from the environment, and those that the environment does not have from `.env`. */
function readFrom<S extends TObject>(schema: S): Static<S> {
  loadEnvFile()
  return readSettings(schema, process.env)
}
