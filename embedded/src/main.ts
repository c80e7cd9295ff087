import {
  closeInTime,
  daysMs,
  endOnStrayErrors,
  endSoon,
  hostsOf,
  minutesOf,
  openLog,
  StartError,
  visibleText,
  warningOf,
} from '@w2meet/service-kit'
import { mailWarnings } from '@w2meet/worker-service'
import { readEmbeddedSettings } from './settings.ts'
import { openSystem } from './system.ts'

// Files that this process makes are for its owner alone.
process.umask(0o077)
try {
  const settings = readEmbeddedSettings()
  const log = openLog({ level: settings.LOG_LEVEL, terminal: process.stdout.isTTY })
  let close = async () => {}
  endOnStrayErrors(log, () => close())
  const system = await openSystem({
    host: settings.HOST,
    port: settings.PORT,
    dataFolder: settings.W2MEET_DATA_DIR,
    cacheTtlMs: settings.TTL_SECONDS * 1_000,
    queueName: settings.QUEUE_NAME,
    reminderMinutes: minutesOf(settings.REMINDER_MINUTES),
    keptMs: {
      meetings: daysMs(settings.KEEP_MEETINGS_DAYS),
      mails: daysMs(settings.KEEP_MAILS_DAYS),
      jobs: daysMs(settings.KEEP_JOBS_DAYS),
    },
    mail: { url: settings.SMTP_URL, from: settings.MAIL_FROM },
    publicUrl: settings.PUBLIC_URL,
    allowedHosts: hostsOf(settings.ALLOWED_HOSTS),
    log,
    onProgress: (line) => console.log(line),
  })
  let stopping: Promise<void> | undefined
  const stop = async () => {
    console.log('Stopping: finishing accepted requests and jobs in hand …')
    const isClosed = await closeInTime(system.close, log, system.closing)
    log.flush(() => {
      if (!isClosed) process.exit()
      console.log('Stopped.')
      endSoon()
    })
  }
  close = () => (stopping ??= stop())
  // npm passes on a Ctrl-C that the terminal has sent already, so a second signal means nothing new.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, close)
  // A program that reads this line may stop the system at once, so the line comes last.
  const place = visibleText(`data in ${settings.W2MEET_DATA_DIR}, mails are ${system.mails}`)
  const { SMTP_URL: url, MAIL_FROM: from, PUBLIC_URL: publicUrl } = settings
  const warnings = mailWarnings({ url, from, publicUrl }).map((warning) => `. ${visibleText(warning)}`)
  console.log(`w2meet is ready at ${system.url} (${place}, stop with Ctrl-C)${warningOf(settings.HOST)}${warnings.join('')}`)
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  // The process would not end by itself: PGlite leaves something open where it could not open a database.
  process.exit(1)
}
