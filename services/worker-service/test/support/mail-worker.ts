import { createClient, JOB_KINDS } from '@w2meet/contract'
import { openEmbeddedJobQueues } from '@w2meet/job-queue/embedded'
import { openHttpTransport, openLog, systemClock } from '@w2meet/service-kit'
import { consumeJobs } from '../../src/consume-jobs.ts'
import { openSmtpMailer } from '../../src/smtp-mailer.ts'
import { FROM } from './mails.ts'

/** A worker as a process of its own, that a test can kill: its job file, user-service and mail server are its arguments. */
const [file = '', userUrl = '', smtpUrl = ''] = process.argv.slice(2)
const transport = openHttpTransport('user-service', [userUrl], systemClock)
const userService = createClient('user-service', transport.send, { timeoutMs: 4_000 })
consumeJobs({
  queues: openEmbeddedJobQueues({ name: 'meeting_jobs', file, kinds: JOB_KINDS, retryDelaysMs: [5, 20] }),
  suggestionService: userService,
  userService,
  mailer: openSmtpMailer({ url: smtpUrl, from: FROM }),
  publicUrl: 'http://localhost',
  log: openLog({ level: 'info', terminal: false }),
})
