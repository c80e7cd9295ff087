import { type Client, getSuggestions, Problem, type Suggestion, type TaskJob } from '@w2meet/contract'
import { type Job, Unhandleable } from '@w2meet/job-queue'
import type { Log } from '@w2meet/service-kit'
import { createBookTask, type TaskOutcome } from './book-task.ts'

type Dependencies = { suggestionService: Client; userService: Client; log: Log }
type TaskHandler = (job: Job & { body: TaskJob }, attempt: number) => Promise<void>

/** Finds the slot of a task, books it where that is asked for, and logs the outcome. Doing it twice does no harm. */
export function createTaskHandler({ suggestionService, userService, log }: Dependencies): TaskHandler {
  const book = createBookTask({ suggestionService, userService })

  async function outcomeOf({ id, caseId, body: { task } }: Job & { body: TaskJob }): Promise<[facts: object, outcome: string]> {
    if (task.book) {
      const booked = await book({ id, caseId }, task)
      return [booked, describeBooked(booked)]
    }
    const { userId1, userId2, preference } = task
    const query = { userId1, userId2, ...(preference === undefined ? {} : { preference }) }
    const { suggestions } = await suggestionService.call(getSuggestions, { query }, { caseIds: [caseId] })
    return [{ suggestions }, describe(suggestions)]
  }

  return async (job, attempt) => {
    const { userId1, userId2 } = job.body.task
    const [facts, outcome] = await outcomeOf(job).catch(giveUpOnRefusal)
    log.info({ case_id: job.caseId, job_id: job.id, attempt, ...facts }, `task done: ${outcome} for ${userId1} and ${userId2}`)
    // The line is all that a task leaves behind, so it is written out before the job is finished.
    await new Promise<void>((written) => log.flush(() => written()))
  }
}

/** A service that refuses a question refuses it however often the worker asks; any other failure may pass. */
function giveUpOnRefusal(error: unknown): never {
  if (!(error instanceof Problem)) throw error
  const message = error.detail.map(({ msg }) => msg).join('; ')
  throw error.status < 500 ? new Unhandleable(message, { cause: error }) : new Error(message, { cause: error })
}

function describe(suggestions: readonly Suggestion[]): string {
  if (suggestions.length === 0) return 'no common hour'
  return suggestions.map(({ day, slot: [start, end] }) => `${day} ${start}:00–${end}:00`).join(', ')
}

function describeBooked(booked: TaskOutcome): string {
  return 'none' in booked ? `nothing booked (${booked.none})` : `booked ${booked.meeting.start}`
}
