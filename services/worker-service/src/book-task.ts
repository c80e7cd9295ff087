import { bookFirstFree, type Client, type Meeting, postSuggestions, type Task } from '@w2meet/contract'
import type { Job } from '@w2meet/job-queue'

/** The outcome of a task that was to be booked: the meeting, or why there is no time. */
export type TaskOutcome = { meeting: Meeting } | { none: string }

/** Somebody else may book the first ones meanwhile. */
const TIMES = 10
const DURATION_MINUTES = 60

/**
 * Books an hour in the next two weeks that suits both, by the task's preference, the earliest where it has none. The
 * meeting has the job's id, so that a job which comes again books nothing twice.
 */
export function createBookTask({ suggestionService, userService }: { suggestionService: Client; userService: Client }) {
  return async (
    { id, caseId }: Pick<Job, 'id' | 'caseId'>,
    { userId1, userId2, preference = 'first', title = 'Meeting' }: Task,
  ): Promise<TaskOutcome> => {
    const options = { caseIds: [caseId] }
    const people = [...new Set([userId1, userId2])]
    const search = { required: people, preference, duration_minutes: DURATION_MINUTES, limit: TIMES }
    const { suggestions, none } = await suggestionService.call(postSuggestions, { body: search }, options)
    const body = {
      id,
      organizer: userId1,
      attendees: people.slice(1),
      title,
      starts: suggestions.map(({ start }) => start),
      duration_minutes: DURATION_MINUTES,
    }
    // Ask user-service also where no time was found: this task's own meeting may have taken the last one.
    const { meeting } = await userService.call(bookFirstFree, { body }, options)
    if (meeting !== null) return { meeting }
    if (none !== null) return { none: none.explanation }
    throw new Error('others took every time that was found before it could be booked')
  }
}
