import Type, { type Static } from 'typebox'
import { operation } from '../operation.ts'

/** How many are listed at once. */
export const MAX_LISTED_DEAD_JOBS = 1_000
/** Of its content, and of its reason: a task takes less, and what else came into the queue is known by its beginning. */
export const MAX_DEAD_JOB_CHARACTERS = 5_000

/** A job that was given up, and why. Its words are those of others: of clients, of mail servers. */
const DeadJob = Type.Object({
  id: Type.String(),
  /** The queue it was in: `task`, `mail`. */
  kind: Type.String(),
  case_id: Type.String(),
  /** As JSON; of what is longer than `MAX_DEAD_JOB_CHARACTERS` the beginning and an ellipsis, as of `reason`. */
  content: Type.String(),
  attempts: Type.Integer(),
  reason: Type.String(),
  /** Null where the message does not say when. */
  died_at: Type.Union([Type.String(), Type.Null()]),
})
export type DeadJob = Static<typeof DeadJob>

/** Internal, for the operator. Those that died first come first; `total` is how many there are. */
export const listDeadJobs = operation({
  name: 'listDeadJobs',
  summary: 'The jobs that were given up, and why',
  access: 'internal',
  method: 'GET',
  path: '/internal/dead-jobs',
  success: 200,
  answer: Type.Object({ total: Type.Integer(), jobs: Type.Array(DeadJob) }),
  problems: ['service_unavailable'],
})

/**
 * Internal, for the operator. Sends the dead job of this id again, or without one all of them, but for those that would do nothing:
 * they stay dead, each with the reason, of which as many are told as are listed.
 */
export const retryDeadJobs = operation({
  name: 'retryDeadJobs',
  summary: 'Send jobs again that were given up',
  access: 'internal',
  method: 'POST',
  path: '/internal/dead-jobs/retry',
  body: Type.Object(
    { id: Type.Optional(Type.String({ maxLength: 255, title: 'the id of a job, of up to 255 characters' })) },
    { additionalProperties: false },
  ),
  success: 200,
  answer: Type.Object({
    retried: Type.Integer(),
    left: Type.Array(Type.Object({ id: Type.String(), reason: Type.String() })),
  }),
  problems: ['service_unavailable'],
})
