import { type Answer, listDeadJobs, retryDeadJobs } from '@w2meet/contract'
import { StartError, visibleText } from '@w2meet/service-kit'
import { askWorkerService } from './ask-worker-service.ts'
import { runCommand } from './run-command.ts'

const usage = `npm run jobs -- list          the jobs that were given up, and why
npm run jobs -- retry ID      try one of them again
npm run jobs -- retry --all   try all of them again`

/** The operator's view of the dead letters. */
await runCommand(async ([command, id]) => {
  if (command === 'list') return table(await askWorkerService(listDeadJobs, {}))
  if (command === 'retry' && id === '--all') {
    const { retried, left } = await askWorkerService(retryDeadJobs, { body: {} })
    return [`${retried} jobs are tried again; npm run jobs -- list shows those that fail again.`, ...left.map(notTried)].join(
      '\n',
    )
  }
  if (command === 'retry' && id !== undefined) return retryOne(id)
  throw new StartError(usage)
})

async function retryOne(id: string): Promise<string> {
  const { retried, left } = await askWorkerService(retryDeadJobs, { body: { id } })
  if (retried > 0) return `Job ${visibleText(id)} is tried again.`
  if (left.length > 0) throw new StartError(left.map(notTried).join('\n'))
  throw new StartError(`No job ${visibleText(id)} was given up; npm run jobs -- list shows those that were.`)
}

function notTried({ id, reason }: { id: string; reason: string }): string {
  return visibleText(`Job ${id} is not tried again: ${reason}.`)
}

/** Jobs and reasons are in the words of others, a mail server among them; each becomes one line, whichever characters it has. */
function table({ total, jobs }: Answer<typeof listDeadJobs>): string {
  if (jobs.length === 0) return 'No jobs were given up.'
  const left = total - jobs.length
  return jobs
    .flatMap(({ id, kind, case_id, content, attempts, reason, died_at }) => [
      `${id}  ${kind} given up ${died_at ?? '(nobody knows when)'} after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`,
      `  reason   ${reason}`,
      `  case     ${case_id}`,
      `  content  ${content}`,
    ])
    .concat(left === 0 ? [] : [`and ${left} that were given up later`])
    .map(visibleText)
    .join('\n')
}
