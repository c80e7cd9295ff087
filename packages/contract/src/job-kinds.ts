import Type, { type Static } from 'typebox'

/**
 * The kinds of job, each with a queue of its own, so that none can hold up another. `hands`: how many jobs of a kind one
 * worker has in hand at once. A kind added here has its queues wherever a process opens them, and needs a handler.
 */
export const JOB_KINDS = {
  task: { hands: 8 },
  mail: { hands: 8 },
  erasure: { hands: 2 },
} as const
export type JobKind = keyof typeof JOB_KINDS

/** A job that is a reference to what its publisher keeps, and says nothing about anybody. The queue says of which kind. */
export const ReferenceJob = Type.Object({ reference: Type.String() })
export type ReferenceJob = Static<typeof ReferenceJob>
