import Type, { type Static } from 'typebox'
import { Email } from '../email.ts'
import { IdempotencyKey } from '../idempotency-key.ts'
import { Title } from '../line.ts'
import { operation } from '../operation.ts'
import { Preference } from '../preference.ts'

const Task = Type.Object(
  {
    userId1: Email,
    userId2: Email,
    preference: Type.Optional(Preference),
    book: Type.Optional(Type.Boolean()),
    title: Type.Optional(Title),
  },
  { additionalProperties: false },
)
export type Task = Static<typeof Task>

export const enqueueTask = operation({
  name: 'enqueueTask',
  summary: 'Find a slot for two people in the background; 202 once the task is safe',
  access: { person: 'organizer', program: 'meetings:write' },
  method: 'POST',
  path: '/tasks',
  headers: IdempotencyKey,
  body: Task,
  maxBodyBytes: 4 * 1024,
  success: 202,
  answer: Type.Object({ case_id: Type.String(), status: Type.Literal('enqueued'), job_id: Type.String(), queue: Type.String() }),
  problems: ['idempotency_key_reused', 'service_unavailable'],
})

/** The body of a task's job. */
export const TaskJob = Type.Object({ kind: Type.Literal('task'), task: Task })
export type TaskJob = Static<typeof TaskJob>
