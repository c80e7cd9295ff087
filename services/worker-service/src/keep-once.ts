import { type Answer, type Client, type enqueueTask, keepAnswer, problem, type Task } from '@w2meet/contract'

type Enqueued = Answer<typeof enqueueTask>

/** The answer that is kept under a client's key: this one where it is the first, or where there is no key. */
export type KeepOnce = (
  key: string | undefined,
  owner: string,
  task: Task,
  answer: Enqueued,
) => Promise<{ answer: Enqueued; replayed: boolean }>

/** Keeps answers in user-service, since this service has no database. Without a client tasks take no keys. */
export function createKeepOnce(userService: Client | undefined): KeepOnce {
  return async (key, owner, task, answer) => {
    if (key === undefined) return { answer, replayed: false }
    if (userService === undefined) throw problem('service_unavailable', { service: 'user-service' })
    const people = [...new Set([task.userId1, task.userId2])]
    const question = Object.entries(task).toSorted(([one], [other]) => (one < other ? -1 : 1))
    const body = { owner, key, question, answer, people }
    const kept = await userService.call(keepAnswer, { body }, { caseIds: [answer.case_id] })
    return { answer: kept.answer as Enqueued, replayed: kept.replayed }
  }
}
