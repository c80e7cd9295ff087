import { type Client, getSuggestions, Problem, type Suggestion, TaskJob } from '@w2meet/contract'
import { type JobHandler, Unhandleable } from '@w2meet/job-queue'
import type { Log } from '@w2meet/service-kit'
import { Compile } from 'typebox/compile'

const taskJob = Compile(TaskJob)

/** Asks suggestion-service for the slot of a task and logs it. Doing it twice does no harm. */
export function createTaskHandler({ suggestionService, log }: { suggestionService: Client; log: Log }): JobHandler {
  return async ({ id, caseId, body }, attempt) => {
    if (!taskJob.Check(body)) throw new Unhandleable('the job is not one that this version knows')
    const { userId1, userId2, preference } = body.task
    const query = { userId1, userId2, ...(preference === undefined ? {} : { preference }) }
    const { suggestions } = await suggestionService.call(getSuggestions, { query }, { caseIds: [caseId] }).catch(giveUpOnRefusal)
    log.info(
      { case_id: caseId, job_id: id, attempt, suggestions },
      `task done: ${describe(suggestions)} for ${userId1} and ${userId2}`,
    )
    // The line is all that a task leaves behind, so it is written out before the job is finished.
    await new Promise<void>((written) => log.flush(() => written()))
  }
}

/** A refusal of what was asked stays one however often it is asked; anything else may pass. */
function giveUpOnRefusal(error: unknown): never {
  if (!(error instanceof Problem)) throw error
  const message = error.detail.map(({ msg }) => msg).join('; ')
  throw error.status < 500 ? new Unhandleable(message, { cause: error }) : new Error(message, { cause: error })
}

function describe(suggestions: readonly Suggestion[]): string {
  if (suggestions.length === 0) return 'no common hour'
  return suggestions.map(({ day, slot: [start, end] }) => `${day} ${start}:00–${end}:00`).join(', ')
}
