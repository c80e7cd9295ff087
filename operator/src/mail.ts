import { StartError, visibleText } from '@w2meet/service-kit'
import { checkMailServer, mailWarnings } from '@w2meet/worker-service'
import { runCommand } from './run-command.ts'
import { readMailSettings } from './settings.ts'

const usage = `npm run mail -- check            whether the mail server of SMTP_URL lets w2meet in, and what readers would meet
npm run mail -- check ADDRESS    the same, and a mail to that address`

/** Tries the settings, and prints the answers of the mail server word for word. */
await runCommand(async ([command, to]) => {
  if (command !== 'check') throw new StartError(usage)
  const { SMTP_URL: url, MAIL_FROM: from, PUBLIC_URL: publicUrl } = readMailSettings()
  if (url === undefined) throw new StartError('SMTP_URL is not set, so mails are written to files; there is no server to check.')
  const { ok, answers, reason } = await checkMailServer({ url, from, ...(to === undefined ? {} : { to }) })
  const said = answers.map((line) => `  ${visibleText(line)}`).join('\n')
  const { host } = new URL(url)
  if (!ok) {
    const why = `${host} does not take mail from w2meet: ${visibleText(reason ?? '')}`
    throw new StartError([why, said].filter((part) => part !== '').join('\n'))
  }
  const taken = to === undefined ? `${host} lets w2meet in.` : `${host} took a mail from ${from} to ${to}.`
  const warnings = mailWarnings({ url, from, publicUrl }).map((warning) => visibleText(`${warning}.`))
  return [said, visibleText(taken), ...warnings].join('\n')
})
